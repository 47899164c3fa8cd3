package io.undertone.model;

/**
 * How text becomes token ids.
 *
 * @param kind {@code bpe}
 * @param ranks name of the file of ranks, in tiktoken's format
 * @param pattern the regex that splits text into pieces
 * @param lowercaseAscii whether A to Z become a to z before anything else
 * @param vocabulary number of token ids, V
 * @param endOfReview id of the token that ends every review: the last id
 * @param tokensMax tokens of one review by default, the end of review included
 */
public record TokenizerSpec(
    String kind,
    String ranks,
    String pattern,
    boolean lowercaseAscii,
    int vocabulary,
    int endOfReview,
    int tokensMax) {}
