package io.undertone.job.replay;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The content of {@code metrics.json}; names and order of the components are a contract.
 *
 * @param rejectedByReason rejected rows by the code of their reason
 * @param duplicates reviews that were dropped since their id had been scored before
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
