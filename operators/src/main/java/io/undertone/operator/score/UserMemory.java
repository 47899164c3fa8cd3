package io.undertone.operator.score;

import java.util.function.Consumer;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.jspecify.annotations.Nullable;

/**
 * The users' memories in Flink's keyed state: one value a user, and at most one event-time timer.
 *
 * <p>The timer is not moved at each review. It fires at the deadline it was set for, finds that the
 * user was seen since, and is set for the deadline that holds now; so a busy user costs no timers.
 * Where it stands is kept beside the memory, so that forgetting leaves none behind.
 */
final class UserMemory implements Memories, Triggerable<String, VoidNamespace> {

  private final Consumer<String> currentUser;
  private final ValueState<Kept> kept;
  private final Expiry expiry;
  private final MemoryCounts counts;
  private @Nullable InternalTimerService<VoidNamespace> timers;

  /** Where the clock stood when the checkpoint was made: the timers' own starts anew. */
  private long watermarkRestored = Long.MIN_VALUE;

  /**
   * @param currentUser makes a user the one whose state is read and written
   */
  UserMemory(
      Consumer<String> currentUser, ValueState<Kept> kept, Expiry expiry, MemoryCounts counts) {
    this.currentUser = currentUser;
    this.kept = kept;
    this.expiry = expiry;
    this.counts = counts;
  }

  /** Takes the timers, which are made to call this. */
  void use(InternalTimerService<VoidNamespace> service) {
    timers = service;
  }

  /** Goes on from a checkpoint that was made at this watermark. */
  void restored(long watermark) {
    watermarkRestored = watermark;
  }

  @Override
  public @Nullable MemoryRow recall(String user) throws Exception {
    currentUser.accept(user);
    Kept found = kept.value();
    return found == null ? null : found.row();
  }

  @Override
  public void remember(String user, MemoryRow row) throws Exception {
    currentUser.accept(user);
    Kept before = kept.value();
    if (expiry.isOver(row.seenLast(), Math.max(watermarkRestored, timers().currentWatermark()))) {
      expire(before); // too late to be met by any review
      return;
    }
    if (before == null) {
      counts.remembered();
    }
    kept.update(new Kept(row, setTimer(timerOf(before), row.seenLast())));
  }

  @Override
  public void forget(String user) throws Exception {
    currentUser.accept(user);
    Kept found = kept.value();
    if (found != null) {
      clear(found);
      counts.forgotten();
    }
  }

  @Override
  public void onEventTime(InternalTimer<String, VoidNamespace> timer) throws Exception {
    Kept found = kept.value();
    if (found == null) {
      return;
    }
    if (expiry.isOver(found.row().seenLast(), timer.getTimestamp())) {
      kept.clear();
      counts.expired();
    } else {
      kept.update(new Kept(found.row(), setTimer(Kept.NO_TIMER, found.row().seenLast())));
    }
  }

  @Override
  public void onProcessingTime(InternalTimer<String, VoidNamespace> timer) {
    throw new IllegalStateException("no memory ends by the clock of a machine");
  }

  private void expire(@Nullable Kept found) {
    if (found != null) {
      clear(found);
      counts.expired();
    }
  }

  private void clear(Kept found) {
    deleteTimer(found.timer());
    kept.clear();
  }

  /** Sees to it that a timer stands no later than the deadline; returns where. */
  private long setTimer(long standing, long seenLast) {
    if (!expiry.expires()) {
      deleteTimer(standing);
      return Kept.NO_TIMER;
    }
    long deadline = expiry.deadline(seenLast);
    if (standing != Kept.NO_TIMER && standing <= deadline) {
      return standing;
    }
    deleteTimer(standing);
    timers().registerEventTimeTimer(VoidNamespace.INSTANCE, deadline);
    return deadline;
  }

  private void deleteTimer(long standing) {
    if (standing != Kept.NO_TIMER) {
      timers().deleteEventTimeTimer(VoidNamespace.INSTANCE, standing);
    }
  }

  private static long timerOf(@Nullable Kept found) {
    return found == null ? Kept.NO_TIMER : found.timer();
  }

  private InternalTimerService<VoidNamespace> timers() {
    if (timers == null) {
      throw new IllegalStateException("the timers come before the first review");
    }
    return timers;
  }
}
