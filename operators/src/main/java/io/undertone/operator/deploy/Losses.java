package io.undertone.operator.deploy;

import org.jspecify.annotations.Nullable;

/**
 * How often subtasks have failed while they prepared one deployment: its model may be too large for
 * a machine. A failure of the job as a whole, as of its checkpoints, is hardly the model's; so more
 * of those are allowed. Used by one thread.
 */
final class Losses {

  /** Failures of subtasks until the deployment is refused. */
  static final int MAX = 3;

  /** Failures of the whole job until then. */
  static final int RESTORED_MAX = 10;

  private int count;
  private int restored;
  private boolean lastIsOpen;

  /** Subtasks have failed; it is not known yet whether the whole job has. */
  void add() {
    count++;
    lastIsOpen = true;
  }

  /** The job is restored as a whole, so the failure before was no subtask's. */
  void lastWasOfTheJob() {
    if (lastIsOpen) {
      count--;
      restored++;
      lastIsOpen = false;
    }
  }

  /** All are there again, so the last failure counts as it is; why to refuse now, else null. */
  @Nullable String settle() {
    lastIsOpen = false;
    if (count >= MAX) {
      return "subtasks failed %d times while they prepared it".formatted(count);
    }
    return restored < RESTORED_MAX
        ? null
        : "the job was restored %d times while subtasks prepared it".formatted(restored);
  }

  /** The model is proven, or another's turn has come. */
  void clear() {
    count = 0;
    restored = 0;
    lastIsOpen = false;
  }
}
