package io.undertone.operator.settings;

import io.undertone.cell.DeviceChoice;
import io.undertone.cell.ExecutorKind;
import io.undertone.cell.Model;
import io.undertone.event.Explanation;
import io.undertone.model.BundleException;
import io.undertone.model.CellSpec;
import io.undertone.model.Manifest;
import java.io.Serializable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * All settings of the steps.
 *
 * @param device where the model runs
 * @param batching how batches are formed
 * @param tokensMax ids of a review, {@code <eor>} included; {@value #MODELS_OWN} for the model's
 *     own limit
 * @param remembering what is kept of a user
 * @param limits of a record
 * @param format how a record is written
 * @param uniqueFor how long a review's id is remembered, in processing time, to drop a repeat from
 *     the same user; null if repeats are scored like other reviews
 * @param explained whether each score is explained, piece by piece; then at most {@value
 *     #EXPLAINED_SLOTS_MAX} reviews step together, since the states of all their prefixes are kept
 * @param answering which reviews are answered, by their own time
 */
public record SentimentSettings(
    DeviceChoice device,
    Batching batching,
    int tokensMax,
    Remembering remembering,
    ReviewLimits limits,
    RecordFormat format,
    @Nullable Duration uniqueFor,
    boolean explained,
    Answering answering)
    implements Serializable {

  /** How long a review's id is remembered where repeats are dropped and no time is given. */
  public static final Duration UNIQUE_FOR = Duration.ofDays(7);

  /** In {@code tokensMax}: the bundle's own limit. */
  public static final int MODELS_OWN = 0;

  /**
   * Slots of reviews that are explained: each may keep a thousand states, a few megabytes in all.
   */
  public static final int EXPLAINED_SLOTS_MAX = 32;

  public SentimentSettings {
    if (tokensMax < 0) {
      throw new IllegalArgumentException(
          "Setting the most tokens of a review: expected at least 1, or 0 for the model's own limit, found %d. Choose more."
              .formatted(tokensMax));
    }
    if (uniqueFor != null && uniqueFor.toMillis() < 1) {
      throw new IllegalArgumentException(
          "Setting how long a review's id is known: expected at least 1 ms, found %s. Choose longer, or leave repeats alone."
              .formatted(uniqueFor));
    }
    if (explained && batching.slots() > EXPLAINED_SLOTS_MAX) {
      batching = batching.withSlots(EXPLAINED_SLOTS_MAX);
    }
  }

  /** The most tokens of a review for a model: as set here, else its bundle's limit. */
  public int tokensMax(Model model) {
    return tokensMax(model.manifest());
  }

  /** The same, by the model's manifest. */
  public int tokensMax(Manifest manifest) {
    return tokensMax == MODELS_OWN ? manifest.tokenizer().tokensMax() : tokensMax;
  }

  /** The defaults of the command line. */
  public static SentimentSettings defaults() {
    return new SentimentSettings(
        DeviceChoice.AUTO,
        Batching.defaults(),
        MODELS_OWN,
        Remembering.defaults(),
        ReviewLimits.defaults(),
        RecordFormat.defaults(),
        null,
        false,
        Answering.all());
  }

  public SentimentSettings with(DeviceChoice changed) {
    return new SentimentSettings(
        changed, batching, tokensMax, remembering, limits, format, uniqueFor, explained, answering);
  }

  public SentimentSettings with(Batching changed) {
    return new SentimentSettings(
        device, changed, tokensMax, remembering, limits, format, uniqueFor, explained, answering);
  }

  public SentimentSettings with(Remembering changed) {
    return new SentimentSettings(
        device, batching, tokensMax, changed, limits, format, uniqueFor, explained, answering);
  }

  public SentimentSettings with(ReviewLimits changed) {
    return new SentimentSettings(
        device, batching, tokensMax, remembering, changed, format, uniqueFor, explained, answering);
  }

  public SentimentSettings with(RecordFormat changed) {
    return new SentimentSettings(
        device, batching, tokensMax, remembering, limits, changed, uniqueFor, explained, answering);
  }

  public SentimentSettings withUniqueFor(@Nullable Duration changed) {
    return new SentimentSettings(
        device, batching, tokensMax, remembering, limits, format, changed, explained, answering);
  }

  public SentimentSettings withTokensMax(int changed) {
    return new SentimentSettings(
        device, batching, changed, remembering, limits, format, uniqueFor, explained, answering);
  }

  public SentimentSettings withExplained(boolean changed) {
    return new SentimentSettings(
        device, batching, tokensMax, remembering, limits, format, uniqueFor, changed, answering);
  }

  public SentimentSettings with(Answering changed) {
    return new SentimentSettings(
        device, batching, tokensMax, remembering, limits, format, uniqueFor, explained, changed);
  }

  /**
   * Checks that a model can do what is asked of it.
   *
   * @throws BundleException if it cannot
   */
  public void requireFit(Manifest manifest) {
    if (explained && !manifest.labels().contains(Explanation.LABEL)) {
      throw new BundleException(
          "Explaining with " + manifest.id(),
          "a model with the label " + Explanation.LABEL,
          "the labels " + manifest.labels(),
          "Choose another model, or leave --explain out.");
    }
    CellSpec cell = manifest.tokenCell();
    if (batching.executor() == ExecutorKind.CELL && cell.graph() == null) {
      throw new BundleException(
          "Choosing the executor cell for " + manifest.id(),
          "a graph that steps its token cell",
          "only " + cell.sequenceGraph() + ", which reads whole reviews",
          "Choose the executor sequence or auto: a bidirectional cell has no steps.");
    }
    if (batching.executor() == ExecutorKind.INTEGER && cell.integer() == null) {
      throw new BundleException(
          "Choosing the executor integer for " + manifest.id(),
          "a graph that steps its token cell in integers",
          "none",
          "Choose the executor auto; models/training adds such a graph where the cell allows one.");
    }
    if (batching.executor() == ExecutorKind.SEQUENCE && cell.sequenceGraph() == null) {
      throw new BundleException(
          "Choosing the executor sequence for " + manifest.id(),
          "a graph that reads whole reviews",
          "only " + cell.graph() + ", which steps from token to token",
          "Choose the executor cell or auto.");
    }
  }
}
