package io.undertone.job.replay;

import io.undertone.job.replay.report.Moods;
import io.undertone.job.replay.report.Roc;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What all results of a replay add up to.
 *
 * @param roc null unless two labels were compared
 */
record Totals(Tally tally, Moods moods, @Nullable Roc roc) {

  /** Computes what needs a pass over all results, once all were added. */
  static Totals of(Tally tally) throws IOException {
    return new Totals(tally, tally.moods(), tally.roc());
  }
}
