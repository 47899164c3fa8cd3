/**
 * Text to token ids. A {@link io.undertone.event.Review} comes from parsing and leaves as a {@link
 * io.undertone.event.TokenizedReview}, by the model's own tokenizer, bounded; all other events pass
 * through in their order. This step cannot fail.
 *
 * <p>Read {@link io.undertone.operator.tokenize.TokenizeReviews}. {@link
 * io.undertone.operator.tokenize.ScriptCounts} is public for whoever reads texts without this step.
 */
@NullMarked
package io.undertone.operator.tokenize;

import org.jspecify.annotations.NullMarked;
