package io.undertone.job.replay;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Counts the reviews without a label that the model knows, and which unknown labels there are. */
final class LabelCounts {

  private final List<String> known;
  private final ValueCounts unknown = new ValueCounts();
  private long without;
  private boolean some;

  /**
   * @param known the model's labels
   */
  LabelCounts(List<String> known) {
    this.known = List.copyOf(known);
  }

  /** Counts one review; returns whether the model knows its label. */
  boolean add(@Nullable String label) {
    if (label == null) {
      without++;
      return false;
    }
    some = true;
    boolean isKnown = known.contains(label);
    if (!isKnown) {
      unknown.add(label);
    }
    return isKnown;
  }

  /** Whether some review has a label, known or not. */
  boolean areSome() {
    return some;
  }

  /** Reviews without a label. */
  long without() {
    return without;
  }

  /** The labels that the model does not know. */
  ValueCounts unknown() {
    return unknown;
  }
}
