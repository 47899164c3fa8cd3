package io.undertone.model;

import org.jspecify.annotations.Nullable;

/**
 * What the model was measured to reach on one set of texts.
 *
 * @param count reviews, or symbols where perplexity was measured
 * @param accuracy share of right labels; null in a language model
 * @param macroF1 mean of the labels' F1; null in a language model
 * @param perplexity of a language model, the exponential of nats per token; else null
 */
public record Quality(
    String data,
    long count,
    @Nullable Double accuracy,
    @Nullable Double macroF1,
    @Nullable Double perplexity) {}
