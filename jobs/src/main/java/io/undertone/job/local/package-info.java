/**
 * What a run within this process needs: a job that ends with it, folders that are gone afterwards,
 * savepoints that are not, the terminal that watches. A cluster has its own ways.
 *
 * <p>Read {@link io.undertone.job.local.RunningJob} first.
 */
@NullMarked
package io.undertone.job.local;

import org.jspecify.annotations.NullMarked;
