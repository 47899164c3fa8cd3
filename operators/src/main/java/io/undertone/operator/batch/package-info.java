/**
 * What embed and score share: how reviews are batched, and when the engine runs. Reviews come in
 * one by one. A user's reviews leave in the order in which they came, whatever order they finish
 * in; watermarks, and all else that belongs to no user, keep their place among all reviews.
 *
 * <p>Read {@code PendingQueue} first, which knows no Flink, then {@link
 * io.undertone.operator.batch.BatchingOperator}, which brings it Flink's events.
 */
@NullMarked
package io.undertone.operator.batch;

import org.jspecify.annotations.NullMarked;
