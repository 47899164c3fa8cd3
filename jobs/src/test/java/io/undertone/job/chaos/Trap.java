package io.undertone.job.chaos;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * A moment at which the job is to fail, once, by whichever of its subtasks comes there first. Set
 * by the test, sprung by the job in the same process.
 */
public record Trap(Place place, Moment moment) {

  private static final Set<Trap> SET = ConcurrentHashMap.newKeySet();

  /** Those that stay, each with how often it has sprung. */
  private static final Map<Trap, LongAdder> STAYING = new ConcurrentHashMap<>();

  /** Where it lies. */
  public enum Place {
    /** Before the first step, on the source's own subtask. */
    RECORDS,
    /** Between scoring and the sink. */
    RESULTS,
    /** Before the sink of rejects. */
    REJECTS,
    /** In the files of the checkpoints. */
    FILES
  }

  /** When it springs. */
  public enum Moment {
    /** At a record. */
    RECORD,
    /** Before a checkpoint's barrier goes on. */
    SNAPSHOT,
    /** When a checkpoint is complete: what it covers is committed, or is about to be. */
    COMPLETE,
    /** At a restart. */
    RESTORE,
    /** Where a subtask writes its state: the checkpoint is declined. */
    STATE,
    /** The same, but nothing is heard of it until the checkpoint has expired. */
    STATE_LATE,
    /** Where the job manager writes down a checkpoint that every subtask has done its part of. */
    METADATA
  }

  public void set() {
    SET.add(this);
  }

  public boolean isSet() {
    return SET.contains(this);
  }

  /** Sets it so that it springs each time, until all are taken away. */
  public void setToStay() {
    STAYING.put(this, new LongAdder());
  }

  /** How often it has sprung since it was set to stay. */
  public long sprung() {
    return requireNonNull(STAYING.get(this)).sum();
  }

  /** Takes all traps away. */
  public static void clear() {
    SET.clear();
    STAYING.clear();
  }

  /** Whether a trap lay there; it does no longer, unless it is one that stays. */
  static boolean springs(Place place, Moment moment) {
    Trap here = new Trap(place, moment);
    LongAdder staying = STAYING.get(here);
    if (staying != null) {
      staying.increment();
    }
    return staying != null || SET.remove(here);
  }
}
