package io.undertone.job.replay;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code metrics.json} says; the names of the components and their order are a contract.
 *
 * @param rejectedByReason how many of the rejected for each reason, by its code
 * @param duplicates reviews that were passed over since one of their id had been scored
 * @param labelled rows whose label the model has; the other reviews are {@code unscored}
 * @param surprise nats per token over all tokens, from a language model; else null. Its exponential
 *     is the perplexity
 * @param seconds from the start of reading to the last result
 */
@JsonNaming(SnakeCaseStrategy.class)
public record ReplayMetrics(
    String model,
    String memory,
    String device,
    String executor,
    long reviews,
    long rejected,
    Map<String, Long> rejectedByReason,
    long duplicates,
    long labelled,
    long unscored,
    @Nullable Double accuracy,
    @Nullable Double macroF1,
    @Nullable Double auc,
    Map<String, Map<String, Long>> confusion,
    long tokens,
    long truncated,
    long users,
    double seconds,
    double reviewsPerSecond,
    double tokensPerSecond,
    @Nullable Double surprise) {}
