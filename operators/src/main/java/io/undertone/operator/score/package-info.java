/**
 * A review and its user's memory to a sentiment. Reviews come in keyed by user: as vectors, or as
 * token ids if the token cell itself remembers users or scores are explained. {@link
 * io.undertone.event.ForgetUser} comes between them. The user's memory is recalled, stepped, put
 * into the head and stored again; a {@link io.undertone.event.Sentiment} leaves, in the order of
 * its user's reviews.
 *
 * <p>Only {@code ScoreReviews}, {@code KeyedMemories}, its {@code KeptSerializer}, {@code
 * AnswerState}, {@code LegacyState} and {@code StateMismatchException} use Flink; the rest is plain
 * Java. Read {@code Scoring} first, then {@code MemoryRules}, which decides what is remembered,
 * then {@link io.undertone.operator.score.ScoreReviews}.
 */
@NullMarked
package io.undertone.operator.score;

import org.jspecify.annotations.NullMarked;
