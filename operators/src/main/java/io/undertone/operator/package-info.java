/**
 * The public API of the steps of a review in Flink.
 *
 * <p>Records come from a source that the job chose and leave as sentiments to a sink that the job
 * chose: this package and those below know neither Kafka nor files. {@code parse} makes reviews of
 * bytes, {@code tokenize} ids of text, {@code embed} a vector of ids, {@code score} a sentiment of
 * the vector and the user's memory; {@code repeat} drops repeats first, if that is asked for. What
 * they leave open is in {@code settings}; where they get their model from, in {@code model}, and
 * how another takes its place, in {@code deploy}; how two of them batch, in {@code batch}.
 *
 * <p>Read {@link io.undertone.operator.SentimentSteps} first.
 */
@NullMarked
package io.undertone.operator;

import org.jspecify.annotations.NullMarked;
