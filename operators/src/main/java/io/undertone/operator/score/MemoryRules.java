package io.undertone.operator.score;

import io.undertone.cell.Model;
import io.undertone.event.Origin;
import io.undertone.model.Manifest;
import io.undertone.operator.score.MemoryCounts.Event;
import io.undertone.operator.settings.Remembering;
import io.undertone.operator.settings.Remembering.Mismatch;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides which memory a review meets, what is stored after it, and what a tombstone deletes. A
 * review meets a memory only if this very model wrote it, and if the user was not away too long, by
 * the timestamps of the user's own reviews. Knows no Flink. Used by one thread.
 */
final class MemoryRules {

  private static final Logger LOG = LoggerFactory.getLogger(MemoryRules.class);

  private final Manifest manifest;
  private final long fingerprint;
  private final int width;
  private final Remembering remembering;
  private final boolean carries;
  private final Rewarming rewarming;
  private final Memories memories;
  private final MemoryCounts counts;
  private final UnmatchedTombstones tombstones = new UnmatchedTombstones(System::nanoTime);
  private boolean told;

  MemoryRules(Model model, Remembering remembering, Memories memories, MemoryCounts counts) {
    this(model, remembering, Rewarming.NONE, memories, counts);
  }

  MemoryRules(
      Model model,
      Remembering remembering,
      Rewarming rewarming,
      Memories memories,
      MemoryCounts counts) {
    this.manifest = model.manifest();
    this.fingerprint = UserMemory.prefix(manifest.stateFingerprint());
    this.width = model.memoryLayout().width();
    this.remembering = remembering;
    this.carries = remembering.carries(manifest);
    this.rewarming = rewarming;
    this.memories = memories;
    this.counts = counts;
  }

  /** Whether anything is kept of users. */
  boolean carries() {
    return carries;
  }

  /**
   * Compares the models that wrote a checkpoint with this one, before any memory is read.
   *
   * @param written the state fingerprint that each subtask wrote; none in a new job
   * @throws StateMismatchException if another model's is among them, and memories are not to be
   *     reset
   */
  void checkRestored(Iterable<String> written) {
    String own = manifest.stateFingerprint();
    for (String other : written) {
      if (!other.equals(own)) {
        refuse("Restoring users' memories", own, other, "wrote them");
        LOG.warn(
            "The checkpoint was written by a model with state fingerprint {}; {} has {}, so each user's memory is reset when the user comes",
            other,
            manifest.id(),
            own);
        return;
      }
    }
  }

  /** The memory that a review meets if nothing of its user is in flight: the stored one. */
  InitialMemory recall(Origin review) throws Exception {
    if (!carries) {
      return InitialMemory.NONE;
    }
    UserMemory kept = memories.recall(review.userId());
    if (kept == null) {
      return begin();
    }
    if (kept.fingerprint() == fingerprint && kept.states().length == width) {
      return meet(InitialMemory.of(kept), review, Event.MET);
    }
    return rewarming.reads(kept.recent())
        ? meet(InitialMemory.unread(kept), review, Event.REWARMED)
        : reset(kept);
  }

  /**
   * The memory that a review meets if its user's event before is in flight.
   *
   * @param left the memory that the event before leaves
   */
  InitialMemory follow(InitialMemory left, Origin review) {
    if (!carries) {
      return InitialMemory.NONE;
    }
    return left.remembered() == 0 ? begin() : meet(left, review, Event.MET);
  }

  /**
   * Stores the memory that a review leaves.
   *
   * @param left its task has finished
   */
  void keep(String user, InitialMemory left) throws Exception {
    if (carries) {
      float[] states = Objects.requireNonNull(left.task()).memory();
      memories.remember(
          user,
          new UserMemory(fingerprint, left.remembered(), left.seenLast(), states, left.recent()));
    }
  }

  /** The last reviews to be kept after one more. */
  RecentReviews recent(InitialMemory met, int[] ids) {
    return rewarming.after(met.recent(), ids);
  }

  /** Deletes a user's memory, as a tombstone asks, also an earlier model's. */
  void forget(String user) throws Exception {
    if (memories.forget(user)) {
      counts.count(Event.FORGOTTEN);
    } else if (carries) { // otherwise there are no memories to find
      counts.count(Event.FOUND_NOBODY);
      tombstones.foundNobody(user);
    }
  }

  private InitialMemory begin() {
    counts.count(Event.BEGUN);
    return InitialMemory.NONE;
  }

  private InitialMemory meet(InitialMemory found, Origin review, Event held) {
    boolean holds = remembering.holds(found.seenLast(), review.timestamp());
    counts.count(holds ? held : Event.TOO_OLD);
    return holds ? found : InitialMemory.NONE;
  }

  private InitialMemory reset(UserMemory kept) {
    String expected = described(fingerprint, width);
    String found = described(kept.fingerprint(), kept.states().length);
    refuse("Recalling a user's memory", expected, found, "wrote it");
    counts.count(Event.RESET);
    if (!told) {
      told = true;
      LOG.warn(
          "Users' memories of another model are reset, each as its user comes: {} has state fingerprint {}, found {}",
          manifest.id(),
          expected,
          found);
    }
    return InitialMemory.NONE;
  }

  /** Fails at another model's memory, unless it is to be reset. */
  private void refuse(String doing, String expected, String found, String wrote) {
    if (remembering.mismatch() == Mismatch.FAIL) {
      throw new StateMismatchException(
          "%s for %s: expected state fingerprint %s, found %s. Run the model that %s, or set the state mismatch to reset."
              .formatted(doing, manifest.id(), expected, found, wrote));
    }
  }

  private static String described(long fingerprint, int width) {
    return UserMemory.hex(fingerprint) + " with " + width + " floats";
  }
}
