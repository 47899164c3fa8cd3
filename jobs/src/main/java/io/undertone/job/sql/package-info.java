/**
 * What the job says, as a table of Flink SQL: {@code SELECT … FROM sentiments}. The table's source
 * is the pipeline of every other command between a topic and rows, so a user is remembered, reviews
 * share batches and state is found by the same names.
 *
 * <p>Read {@link io.undertone.job.sql.SentimentTableFactory} first.
 */
@NullMarked
package io.undertone.job.sql;

import org.jspecify.annotations.NullMarked;
