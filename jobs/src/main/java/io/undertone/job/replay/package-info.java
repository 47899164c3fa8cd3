/**
 * Data sets through the live graph: rows of {@code io.undertone.job.dataset} become records,
 * records are sorted outside the heap and cut into shards by user, shards are the pipeline's
 * source; results and rejects are written and counted as they come.
 *
 * <p>Read {@link io.undertone.job.replay.Replay} first.
 */
@NullMarked
package io.undertone.job.replay;

import org.jspecify.annotations.NullMarked;
