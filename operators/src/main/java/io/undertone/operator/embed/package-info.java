/**
 * Token ids to a vector. A {@link io.undertone.event.TokenizedReview} comes in and leaves as an
 * {@link io.undertone.event.EmbeddedReview}, with what the token cell read out; nothing is kept of
 * it, so this step may run anywhere. It is absent if the token cell remembers users, in a language
 * model, and where reviews are explained; it is always there where a model may be deployed.
 *
 * <p>Read {@link io.undertone.operator.embed.EmbedReviews}; how it batches is in {@code batch}.
 */
@NullMarked
package io.undertone.operator.embed;

import org.jspecify.annotations.NullMarked;
