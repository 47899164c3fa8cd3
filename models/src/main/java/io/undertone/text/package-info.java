/**
 * From text to token ids, exactly as the model was trained. Text comes from the reviews, the ranks
 * and the pattern from the bundle ({@code io.undertone.model}); ids go to the token stage of {@code
 * io.undertone.cell}. Nothing here knows of nets.
 *
 * <p>Read {@link io.undertone.text.Tokenizer} first.
 */
@NullMarked
package io.undertone.text;

import org.jspecify.annotations.NullMarked;
