/**
 * Data sets through the live graph: rows of {@code io.undertone.job.dataset} become records, which
 * are sorted on disk and distributed to shards by user; the shards are the source of the pipeline.
 * Results and rejects are written and counted as they come.
 *
 * <p>Read {@link io.undertone.job.replay.Replay} first.
 */
@NullMarked
package io.undertone.job.replay;

import org.jspecify.annotations.NullMarked;
