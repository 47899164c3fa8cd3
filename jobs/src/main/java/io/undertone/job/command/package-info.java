/**
 * The command line: one class a command, the options they share, and what a person is told when
 * something is wrong. Commands put together what other packages do.
 *
 * <p>Read {@link io.undertone.job.command.CommandLines} first.
 */
@NullMarked
package io.undertone.job.command;

import org.jspecify.annotations.NullMarked;
