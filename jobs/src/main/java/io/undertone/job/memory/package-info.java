/**
 * The memories of users in a savepoint or a retained checkpoint: reads them, scores a text with
 * them, and removes users. Whatever needs state runs as a job of its own in this process, restored
 * like the live job, so that it reads what the live job would read. Nothing here knows how a memory
 * is serialized.
 *
 * <p>Read {@link io.undertone.job.memory.Savepoint} first.
 */
@NullMarked
package io.undertone.job.memory;

import org.jspecify.annotations.NullMarked;
