/**
 * Data sets through the live graph: lines of files become rows, rows are sorted outside the heap
 * and cut into shards by user, shards are the pipeline's source; results are written and counted as
 * they come.
 *
 * <p>Read {@link io.undertone.job.replay.Replay} first.
 */
@NullMarked
package io.undertone.job.replay;

import org.jspecify.annotations.NullMarked;
