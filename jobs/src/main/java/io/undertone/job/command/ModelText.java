package io.undertone.job.command;

import io.undertone.model.CellSpec;
import io.undertone.model.IntegerSpec;
import io.undertone.model.Quality;
import io.undertone.model.StateSpec;
import java.util.Locale;
import java.util.stream.Collectors;

/** Formats parts of a manifest. */
final class ModelText {

  private ModelText() {}

  /**
   * A cell's kind and sizes: {@code lstm 128}; {@code gru 6+5, both ways} where it is
   * bidirectional.
   */
  static String cell(CellSpec cell) {
    return cell.kind().name().toLowerCase(Locale.ROOT)
        + " "
        + cell.layers().stream().map(String::valueOf).collect(Collectors.joining("+"))
        + (cell.bidirectional() ? ", both ways" : "");
  }

  /** The step in integers, and how far it may be from the float one. */
  static String integer(IntegerSpec integer) {
    return "%s, logits within %s and states within %s of the float step's"
        .formatted(integer.graph(), integer.tolerance().logits(), integer.tolerance().states());
  }

  /** A measured quality: an accuracy, {@code 90.2 %}, or a perplexity. */
  static String figure(Quality measured) {
    return measured.accuracy() != null
        ? String.format(Locale.ROOT, "%.1f %%", 100 * measured.accuracy())
        : String.format(Locale.ROOT, "perplexity %.2f", measured.perplexity());
  }

  /** A state's name, shape, scope and initial value. */
  static String state(StateSpec state) {
    float first = state.initial()[0];
    boolean even = true;
    for (float value : state.initial()) {
      even &= value == first;
    }
    return "%s %s, per %s, starts %s"
        .formatted(
            state.name(),
            state.shape(),
            state.scope().name().toLowerCase(Locale.ROOT),
            even ? "at " + first : "as learned");
  }
}
