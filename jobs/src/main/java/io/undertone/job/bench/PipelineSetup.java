package io.undertone.job.bench;

import java.time.Duration;

/**
 * How the measured job is set up; all as {@code run} has it.
 *
 * @param threads its parallelism, and the partitions of its topics
 */
public record PipelineSetup(
    int threads, int maxParallelism, String stateBackend, Duration checkpointInterval) {}
