/**
 * A review and its user's memory to a sentiment. Reviews come in keyed by user, as vectors or,
 * where the token cell itself remembers users or scores are explained, as token ids; {@link
 * io.undertone.event.ForgetUser} comes between them. Here the user's memory is recalled, stepped,
 * put to the head and kept again; what leaves is a {@link io.undertone.event.Sentiment}, in its
 * user's order.
 *
 * <p>{@code ScoreReviews}, {@code KeyedMemories}, its {@code KeptSerializer}, {@code AnswerState}
 * and {@code LegacyState} are Flink's, and {@code StateMismatchException} tells Flink not to
 * restart; the rest is plain Java. Read {@code Scoring} first, then {@code MemoryRules}, which says
 * who remembers what, then {@link io.undertone.operator.score.ScoreReviews}.
 */
@NullMarked
package io.undertone.operator.score;

import org.jspecify.annotations.NullMarked;
