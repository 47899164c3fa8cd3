package io.undertone.operator.score;

import io.undertone.cell.Model;
import io.undertone.model.Manifest;
import io.undertone.operator.score.MemoryCounts.Event;
import io.undertone.operator.settings.Remembering;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a review meets of its user's memory: only what this very model wrote, and only if the user
 * was not away too long by his own reviews' time. Used by one thread.
 */
final class Recollection {

  private static final Logger LOG = LoggerFactory.getLogger(Recollection.class);

  private final Manifest manifest;
  private final long fingerprint;
  private final int width;
  private final Remembering remembering;
  private final Memories memories;
  private final MemoryCounts counts;
  private boolean told;

  Recollection(Model model, Remembering remembering, Memories memories, MemoryCounts counts) {
    this.manifest = model.manifest();
    this.fingerprint = MemoryRow.prefix(manifest.stateFingerprint());
    this.width = model.memoryLayout().width();
    this.remembering = remembering;
    this.memories = memories;
    this.counts = counts;
  }

  /** What a review meets of what is kept of its user: that, if this model wrote it and it holds. */
  Before recall(String user, long timestamp) throws Exception {
    MemoryRow row = memories.recall(user);
    if (row == null) {
      return begin();
    }
    if (row.fingerprint() != fingerprint || row.states().length != width) {
      return refuse(row);
    }
    return meet(new Before(row.states(), null, row.remembered(), row.seenLast()), timestamp);
  }

  /** What a review meets of what the event before it, which is in flight, leaves of its user. */
  Before follow(Before left, long timestamp) {
    return left.remembered() == 0 ? begin() : meet(left, timestamp);
  }

  private Before begin() {
    counts.count(Event.BEGUN);
    return Before.FRESH;
  }

  private Before meet(Before found, long timestamp) {
    boolean holds = remembering.holds(found.seenLast(), timestamp);
    counts.count(holds ? Event.MET : Event.TOO_OLD);
    return holds ? found : Before.FRESH;
  }

  private Before refuse(MemoryRow row) {
    String found = MemoryRow.hex(row.fingerprint()) + " with " + row.states().length + " floats";
    String expected = MemoryRow.hex(fingerprint) + " with " + width + " floats";
    if (remembering.mismatch() == Remembering.Mismatch.FAIL) {
      throw new StateMismatchException(
          "Recalling a user's memory for %s: expected state fingerprint %s, found %s. Run the model that wrote it, or set the state mismatch to reset."
              .formatted(manifest.id(), expected, found));
    }
    counts.count(Event.RESET);
    if (!told) {
      told = true;
      LOG.warn(
          "Users' memories of another model are reset, each as its user comes: {} has state fingerprint {}, found {}",
          manifest.id(),
          expected,
          found);
    }
    return Before.FRESH;
  }
}
