package io.undertone.operator.score;

import io.undertone.cell.Model;
import io.undertone.model.Manifest;
import io.undertone.operator.Remembering;
import io.undertone.operator.StateMismatchException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which memory still holds: only what this very model wrote, and only as long as its user was not
 * away too long. Used by one thread.
 */
final class Recollection {

  private static final Logger LOG = LoggerFactory.getLogger(Recollection.class);

  private final Manifest manifest;
  private final long fingerprint;
  private final int width;
  private final Remembering.Mismatch mismatch;
  private final Expiry expiry;
  private final Memories memories;
  private final MemoryCounts counts;
  private boolean told;

  /** The newest watermark that came in, whether it has passed the reviews before it or not. */
  private long watermark = Long.MIN_VALUE;

  Recollection(Model model, Remembering remembering, Memories memories, MemoryCounts counts) {
    this.manifest = model.manifest();
    this.fingerprint = MemoryRow.prefix(manifest.stateFingerprint());
    this.width = model.memoryLayout().width();
    this.mismatch = remembering.mismatch();
    this.expiry = new Expiry(remembering);
    this.memories = memories;
    this.counts = counts;
  }

  void watermark(long timestamp) {
    watermark = Math.max(watermark, timestamp);
  }

  /** What is kept of a user, if this model wrote it. */
  Before recall(String user) throws Exception {
    MemoryRow row = memories.recall(user);
    if (row == null) {
      return Before.FRESH;
    }
    if (row.fingerprint() != fingerprint || row.states().length != width) {
      return refuse(row);
    }
    return new Before(row.states(), null, row.remembered(), row.seenLast());
  }

  /**
   * The same, unless the user was away too long when this was written, or the watermark says so.
   */
  Before stillThere(Before found, long timestamp) {
    if (found.remembered() == 0 || expiry.isOver(found.seenLast(), watermark)) {
      return Before.FRESH;
    }
    if (expiry.isIdle(found.seenLast(), timestamp)) {
      counts.restarted();
      return Before.FRESH;
    }
    return found;
  }

  private Before refuse(MemoryRow row) {
    String found = MemoryRow.hex(row.fingerprint()) + " with " + row.states().length + " floats";
    String expected = MemoryRow.hex(fingerprint) + " with " + width + " floats";
    if (mismatch == Remembering.Mismatch.FAIL) {
      throw new StateMismatchException(
          "Recalling a user's memory for %s: expected state fingerprint %s, found %s. Run the model that wrote it, or set the state mismatch to reset."
              .formatted(manifest.id(), expected, found));
    }
    counts.reset();
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
