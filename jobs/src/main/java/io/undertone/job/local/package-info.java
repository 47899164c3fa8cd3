/**
 * What a run within one process needs: a job that ends with the process, temporary folders,
 * savepoints on this machine, the terminal, and words for numbers. Of these a run on a cluster
 * needs {@code Counted}, {@code FlinkUri} and {@code SavepointFiles}.
 *
 * <p>Read {@link io.undertone.job.local.RunningJob} first.
 */
@NullMarked
package io.undertone.job.local;

import org.jspecify.annotations.NullMarked;
