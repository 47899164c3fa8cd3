/**
 * What embed and score share: how reviews are gathered, and when the engine runs. Reviews come in
 * one by one; a user's leave in the order they came, whatever order they finish in, and watermarks
 * and everything else that is nobody's keep their place between them all.
 *
 * <p>Read {@code WaitingLine} first, which knows no Flink, then {@link
 * io.undertone.operator.batch.BatchingOperator}, which brings it Flink's events.
 */
@NullMarked
package io.undertone.operator.batch;

import org.jspecify.annotations.NullMarked;
