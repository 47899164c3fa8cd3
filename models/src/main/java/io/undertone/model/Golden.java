package io.undertone.model;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The answers that the framework gave to a few dozen texts, in stream order; users interleave.
 *
 * @param integer what the integer step must answer; null where the bundle has none
 */
public record Golden(
    List<GoldenReview> reviews, @JsonSetter(nulls = Nulls.SET) @Nullable IntegerGolden integer) {

  public Golden {
    reviews = List.copyOf(reviews);
    if (reviews.isEmpty()) {
      throw new BundleJson.FieldException("reviews", "at least one review", "none");
    }
  }

  /** Reads {@code golden.json}. */
  static Golden read(Path file) {
    return BundleJson.read(file, "undertone-golden/1", Golden.class);
  }

  /**
   * One text and all that must follow from it.
   *
   * @param tokens ids, the end of review included
   * @param states every state after this review, by name
   * @param logits {@code [C]}
   */
  public record GoldenReview(
      String user,
      String text,
      List<Integer> tokens,
      boolean truncated,
      Map<String, GoldenState> states,
      List<Double> logits) {

    public GoldenReview {
      tokens = List.copyOf(tokens);
      states = Map.copyOf(states);
      logits = List.copyOf(logits);
    }
  }

  /**
   * A state in short.
   *
   * @param first its first values, {@link #FIRST_MAX} of them or all, row-major
   * @param norm its L2 norm
   */
  public record GoldenState(List<Double> first, double norm) {

    /** First values of a state that are written down. */
    public static final int FIRST_MAX = 8;

    public GoldenState {
      first = List.copyOf(first);
    }
  }
}
