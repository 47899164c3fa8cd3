/**
 * How fast each way of doing the work is on this machine, from bare matrix products to Kafka to
 * Kafka. The pipeline that is measured is the one that {@code run} starts.
 *
 * <p>Read {@link io.undertone.job.bench.Bench} first.
 */
@NullMarked
package io.undertone.job.bench;

import org.jspecify.annotations.NullMarked;
