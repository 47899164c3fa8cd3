package io.undertone.model;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
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
    @JsonProperty("reviews") @JsonAlias("symbols") long count,
    @JsonSetter(nulls = Nulls.SET) @Nullable Double accuracy,
    @JsonSetter(nulls = Nulls.SET) @Nullable Double macroF1,
    @JsonSetter(nulls = Nulls.SET) @Nullable Double perplexity) {

  public Quality {
    BundleJson.atLeast(0, "reviews", count);
    if (perplexity == null && (accuracy == null || macroF1 == null)) {
      throw new BundleJson.FieldException(
          "perplexity", "a number, or accuracy and macro_f1", "neither");
    }
  }
}
