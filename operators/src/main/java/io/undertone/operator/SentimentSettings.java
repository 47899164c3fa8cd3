package io.undertone.operator;

import io.undertone.cell.DeviceChoice;
import java.io.Serializable;

/**
 * Every choice that the steps leave open.
 *
 * @param device where the model runs
 * @param batching how reviews are gathered
 * @param tokensMax ids of a review, {@code <eor>} included; {@value #MODELS_OWN} for the model's
 *     own limit
 * @param remembering what is kept of a user
 * @param limits what a record may bring
 */
public record SentimentSettings(
    DeviceChoice device,
    Batching batching,
    int tokensMax,
    Remembering remembering,
    ReviewLimits limits)
    implements Serializable {

  /** In {@code tokensMax}: as the bundle says. */
  public static final int MODELS_OWN = 0;

  public SentimentSettings {
    if (tokensMax < 0) {
      throw new IllegalArgumentException(
          "Setting the most tokens of a review: expected at least 1, or 0 for the model's own limit, found %d. Choose more."
              .formatted(tokensMax));
    }
  }

  /** What the command line does when told nothing. */
  public static SentimentSettings defaults() {
    return new SentimentSettings(
        DeviceChoice.AUTO,
        Batching.defaults(),
        MODELS_OWN,
        Remembering.defaults(),
        ReviewLimits.defaults());
  }

  public SentimentSettings with(DeviceChoice changed) {
    return new SentimentSettings(changed, batching, tokensMax, remembering, limits);
  }

  public SentimentSettings with(Batching changed) {
    return new SentimentSettings(device, changed, tokensMax, remembering, limits);
  }

  public SentimentSettings with(Remembering changed) {
    return new SentimentSettings(device, batching, tokensMax, changed, limits);
  }

  public SentimentSettings with(ReviewLimits changed) {
    return new SentimentSettings(device, batching, tokensMax, remembering, changed);
  }

  public SentimentSettings withTokensMax(int changed) {
    return new SentimentSettings(device, batching, changed, remembering, limits);
  }
}
