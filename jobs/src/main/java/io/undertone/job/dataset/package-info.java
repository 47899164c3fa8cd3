/**
 * Data sets as rows: a file is opened, unzipped, its encoding and form recognised by what it holds,
 * and its rows come out one by one as JSON, whatever the file was: JSONL, one JSON array, CSV. Rows
 * go to {@code io.undertone.job.replay} and {@code io.undertone.job.bench}, which know what they
 * mean; nothing here does.
 *
 * <p>Read {@link io.undertone.job.dataset.DatasetFile} first.
 */
@NullMarked
package io.undertone.job.dataset;

import org.jspecify.annotations.NullMarked;
