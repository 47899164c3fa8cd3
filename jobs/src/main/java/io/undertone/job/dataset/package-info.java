/**
 * Data sets as rows: a file is opened and unzipped, its encoding and layout are detected by
 * content, and its rows come out one by one as JSON, whether the file is JSONL, one JSON array or
 * CSV. Rows go to {@code io.undertone.job.replay} and {@code io.undertone.job.bench}, which know
 * what they mean; nothing here does.
 *
 * <p>Read {@link io.undertone.job.dataset.DatasetFile} first.
 */
@NullMarked
package io.undertone.job.dataset;

import org.jspecify.annotations.NullMarked;
