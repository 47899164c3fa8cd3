package io.undertone.model;

import io.undertone.model.Golden.GoldenState;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What an emulation of the integer step answered: single steps, which every CPU must repeat, and
 * the logits of whole reviews, where a value near a tie may be rounded otherwise.
 *
 * @param logits of each golden review, in its order, the first {@link #LOGITS_MAX}
 */
public record IntegerGolden(List<Step> steps, List<List<Double>> logits) {

  /** Logits of a review that are written down; of symbols there may be thousands. */
  public static final int LOGITS_MAX = 8;

  public IntegerGolden {
    steps = List.copyOf(steps);
    logits = List.copyOf(logits);
    if (steps.isEmpty()) {
      throw new BundleJson.FieldException("steps", "at least one step", "none");
    }
  }

  /** Reads {@code golden_int8.json}. */
  static IntegerGolden read(Path file) {
    return BundleJson.read(file, "undertone-golden-int8/1", IntegerGolden.class);
  }

  /**
   * One token.
   *
   * @param before every state of the token cell before it, row-major, by name
   * @param after the same after it, in short
   */
  public record Step(int token, Map<String, List<Double>> before, Map<String, GoldenState> after) {

    public Step {
      before = Map.copyOf(before);
      after = Map.copyOf(after);
      if (!before.keySet().equals(after.keySet())) {
        throw new BundleJson.FieldException(
            "after", "the states " + before.keySet(), after.keySet().toString());
      }
    }
  }
}
