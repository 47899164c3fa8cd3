package io.undertone.job.replay;

import io.undertone.job.replay.DatasetRow.Time;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Gives each row without a time that of its user's row before it, by file and line; rows before the
 * first that has one take that one's, and where a user has none at all they stay at 0. Only for
 * data sets that mix rows with and without a time: all rows are sorted once more for it.
 */
final class BorrowedTimes {

  private BorrowedTimes() {}

  /**
   * Copies rows from one sort to another, each with its time.
   *
   * @param folder for a sort of its own; it is made here
   */
  static void lend(DiskSort rows, Path folder, DiskSort target) throws IOException {
    try (DiskSort byUser = new DiskSort(folder)) {
      try (DiskSort.Sorted all = rows.sorted()) {
        while (all.next()) {
          byUser.put(DatasetRow.of(all.value()).keyByUser(), all.value());
        }
      }
      try (DiskSort.Sorted borrowers = byUser.sorted();
          DiskSort.Sorted ahead = byUser.sorted()) {
        lend(borrowers, ahead, target);
      }
    }
  }

  /** Both are the same rows by user, file and line; one looks ahead. */
  private static void lend(DiskSort.Sorted rows, DiskSort.Sorted ahead, DiskSort target)
      throws IOException {
    @Nullable String user = null;
    long time = 0;
    while (rows.next()) {
      DatasetRow row = DatasetRow.of(rows.value());
      if (!row.user().equals(user)) {
        user = row.user();
        time = firstTime(row, ahead);
      }
      time = row.time() == Time.OWN ? row.timestamp() : time;
      DatasetRow timed = row.time() == Time.MISSING ? row.at(time) : row;
      target.put(timed.keyInOrder(), timed.bytes());
    }
  }

  /** The first time that a user's rows say, from the first of them on; 0 where none does. */
  private static long firstTime(DatasetRow first, DiskSort.Sorted rows) throws IOException {
    for (boolean more = rows.seek(first.keyByUser()); more; more = rows.next()) {
      DatasetRow row = DatasetRow.of(rows.value());
      if (!row.user().equals(first.user())) {
        return 0;
      }
      if (row.time() == Time.OWN) {
        return row.timestamp();
      }
    }
    return 0;
  }
}
