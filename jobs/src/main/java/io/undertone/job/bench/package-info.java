/**
 * Measures how fast different ways of doing the same work are on this machine: from bare matrix
 * products, over the engine, to the pipeline from Kafka to Kafka as {@code run} starts it. The
 * texts come from the sample or from data sets.
 *
 * <p>Read {@link io.undertone.job.bench.Bench} first.
 */
@NullMarked
package io.undertone.job.bench;

import org.jspecify.annotations.NullMarked;
