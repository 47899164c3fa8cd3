/**
 * Every choice that the steps leave open, as values: made where a job is defined, checked when they
 * are made, read by the steps wherever they run. Nothing here knows a step.
 *
 * <p>Read {@link io.undertone.operator.settings.SentimentSettings} first.
 */
@NullMarked
package io.undertone.operator.settings;

import org.jspecify.annotations.NullMarked;
