/**
 * The settings of the steps, as values: made where a job is defined, validated when they are made,
 * read by the steps wherever they run. Nothing here knows a step.
 *
 * <p>Read {@link io.undertone.operator.settings.SentimentSettings} first.
 */
@NullMarked
package io.undertone.operator.settings;

import org.jspecify.annotations.NullMarked;
