/**
 * Text to token ids. A {@link io.undertone.event.Review} comes from parsing and leaves as a {@link
 * io.undertone.event.TokenizedReview}, as the model's own tokenizer has it, bounded; whatever else
 * happens to a user passes through in its place. It cannot fail.
 *
 * <p>Read {@link io.undertone.operator.tokenize.TokenizeReviews}.
 */
@NullMarked
package io.undertone.operator.tokenize;

import org.jspecify.annotations.NullMarked;
