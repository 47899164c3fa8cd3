package io.undertone.job.replay;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the rows of a data set are labelled: as they say themselves, some of their labels by another
 * name, or by their ratings.
 *
 * @param names what the model calls a label, by what the rows call it
 * @param positiveRating ratings from here on are positive, those below negative, and the rows' own
 *     labels do not count; or null
 */
public record Labelling(Map<String, String> names, @Nullable Double positiveRating) {

  public Labelling {
    names = Map.copyOf(names);
  }

  public static Labelling asWritten() {
    return new Labelling(Map.of(), null);
  }

  public static Labelling named(Map<String, String> names) {
    return new Labelling(names, null);
  }

  public static Labelling byRating(double positiveRating) {
    return new Labelling(Map.of(), positiveRating);
  }

  /** Whether labels were asked for; then a replay without any fails. */
  boolean isAsked() {
    return positiveRating != null || !names.isEmpty();
  }
}
