package io.undertone.job.bench;

import io.undertone.job.StateBackend;
import java.time.Duration;

/**
 * The setup of the measured job, as for {@code run}.
 *
 * @param threads its parallelism, and the partitions of its topics
 */
public record PipelineSetup(
    int threads, int maxParallelism, StateBackend stateBackend, Duration checkpointInterval) {}
