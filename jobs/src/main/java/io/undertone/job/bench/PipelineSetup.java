package io.undertone.job.bench;

import java.time.Duration;

/**
 * The setup of the measured job, as for {@code run}.
 *
 * @param threads its parallelism, and the partitions of its topics
 */
public record PipelineSetup(
    int threads, int maxParallelism, String stateBackend, Duration checkpointInterval) {}
