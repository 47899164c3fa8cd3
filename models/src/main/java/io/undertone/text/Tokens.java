package io.undertone.text;

/**
 * A text as the model reads it.
 *
 * @param ids token ids, the end of review included, if the model has one: else an empty text has
 *     none. Not to be written to
 * @param truncated whether ids were dropped
 */
@SuppressWarnings("ArrayRecordComponent")
public record Tokens(int[] ids, boolean truncated) {}
