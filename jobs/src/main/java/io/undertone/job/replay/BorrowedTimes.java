package io.undertone.job.replay;

import io.undertone.job.replay.DatasetRow.Time;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Gives each row without a time the time of its user's row before it, by file and line, so that it
 * keeps its place; and that row's seq, if it has none of its own. Rows before the first time of
 * their user take that one. If a user has no time at all, it stays 0. Only for data sets that mix
 * rows with and without a time, since all rows are sorted once more.
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
    DatasetRow lender = null;
    while (rows.next()) {
      DatasetRow row = DatasetRow.of(rows.value());
      if (!row.user().equals(user)) {
        user = row.user();
        lender = firstLender(row, ahead);
      }
      if (row.time() == Time.MISSING) {
        row = lender == null ? row : row.at(lender.timestamp(), lender.seq());
      }
      lender = row.time() == Time.MOOT ? lender : row;
      target.put(row.keyInOrder(), row.bytes());
    }
  }

  /** The first of a user's rows that says its time, else the first that has a seq, else null. */
  private static @Nullable DatasetRow firstLender(DatasetRow first, DiskSort.Sorted rows)
      throws IOException {
    DatasetRow lender = null;
    for (boolean more = rows.seek(first.keyByUser()); more; more = rows.next()) {
      DatasetRow row = DatasetRow.of(rows.value());
      if (!row.user().equals(first.user())) {
        return lender;
      }
      if (row.time() == Time.OWN) {
        return row;
      }
      if (lender == null && row.time() == Time.MISSING && row.seq() != null) {
        lender = row;
      }
    }
    return lender;
  }
}
