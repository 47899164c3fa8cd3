/**
 * Token ids to a vector. A {@link io.undertone.event.TokenizedReview} comes in and leaves as an
 * {@link io.undertone.event.EmbeddedReview}, with the readout of the token cell. The step has no
 * state, so it may run anywhere. It is left out if the token cell remembers users, for a language
 * model, and if scores are explained, but never if models can be deployed.
 *
 * <p>Read {@link io.undertone.operator.embed.EmbedReviews}; how it batches is in {@code batch}.
 */
@NullMarked
package io.undertone.operator.embed;

import org.jspecify.annotations.NullMarked;
