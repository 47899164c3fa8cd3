/**
 * From text to token ids, exactly as the model was trained. Text comes from the reviews, the ranks
 * and the pattern from the bundle ({@code io.undertone.model}); ids go to the token stage of {@code
 * io.undertone.cell}. Nothing here depends on nets.
 *
 * <p>Read {@link io.undertone.text.Tokenizer} first; of byte pairs, {@link
 * io.undertone.text.AutomatonEncoder} next: a text is cut by {@link io.undertone.text.PieceReader},
 * and what {@link io.undertone.text.PieceCache} does not know is left to {@link
 * io.undertone.text.Merge}.
 */
@NullMarked
package io.undertone.text;

import org.jspecify.annotations.NullMarked;
