/**
 * What a savepoint or a retained checkpoint holds of users: read, put to the model that wrote it,
 * and taken out where a user is to be forgotten. Whatever needs state runs as a job of its own,
 * within this process, which is restored as the live job would be: so what is read here is what the
 * live job would read. Nothing here knows how a memory is written.
 *
 * <p>Read {@link io.undertone.job.memory.Savepoint} first.
 */
@NullMarked
package io.undertone.job.memory;

import org.jspecify.annotations.NullMarked;
