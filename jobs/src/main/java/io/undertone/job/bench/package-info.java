/**
 * How fast each way of doing the same work is on this machine: from bare matrix products over the
 * engine to Kafka to Kafka. The texts come from the sample or from data sets; the pipeline that is
 * measured is the one that {@code run} starts; figures go to the command that asked.
 *
 * <p>Read {@link io.undertone.job.bench.Bench} first.
 */
@NullMarked
package io.undertone.job.bench;

import org.jspecify.annotations.NullMarked;
