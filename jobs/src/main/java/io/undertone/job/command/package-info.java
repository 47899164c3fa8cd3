/**
 * The command line: one class per command, the options that they share, and the messages about
 * failures. Commands put together what other packages do.
 *
 * <p>Read {@link io.undertone.job.command.CommandLines} first.
 */
@NullMarked
package io.undertone.job.command;

import org.jspecify.annotations.NullMarked;
