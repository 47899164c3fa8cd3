/**
 * What a local run needs: a job that ends with the process, temporary folders, savepoints on this
 * machine, the terminal. A cluster uses none of it.
 *
 * <p>Read {@link io.undertone.job.local.RunningJob} first.
 */
@NullMarked
package io.undertone.job.local;

import org.jspecify.annotations.NullMarked;
