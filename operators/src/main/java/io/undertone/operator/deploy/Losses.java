package io.undertone.operator.deploy;

/**
 * How often subtasks have failed while they prepared one deployment: its model may be too large for
 * a machine. A failure of the job as a whole, as of its checkpoints, is not the model's, and is
 * taken back. Used by one thread.
 */
final class Losses {

  /** Until the deployment is refused. */
  static final int MAX = 3;

  private int count;
  private boolean lastIsOpen;

  /** Subtasks have failed; it is not known yet whether the whole job has. */
  void add() {
    count++;
    lastIsOpen = true;
  }

  /** The job is restored as a whole, so the failure before was no subtask's. */
  void takeBackLast() {
    if (lastIsOpen) {
      count--;
      lastIsOpen = false;
    }
  }

  /** All are there again, so the last failure counts. */
  boolean areTooMany() {
    lastIsOpen = false;
    return count >= MAX;
  }

  /** The model is proven, or another's turn has come. */
  void clear() {
    count = 0;
    lastIsOpen = false;
  }
}
