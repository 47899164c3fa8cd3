package io.undertone.job.replay;

import io.undertone.job.replay.DatasetRow.Time;
import java.io.IOException;
import java.nio.file.Files;
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
   * Moves rows from one sort to another.
   *
   * @param rows in any order; closed here
   * @param folder for what is spilled
   * @param heapBytesMax of the rows, and again of their times
   * @param target where the rows go, each with its time
   */
  static void lend(
      SortedValues<DatasetRow> rows,
      Path folder,
      long heapBytesMax,
      ExternalSort<DatasetRow> target)
      throws IOException {
    Path byUser = Files.createDirectory(folder.resolve("by-user"));
    Path times = Files.createDirectory(folder.resolve("times"));
    try (ExternalSort<DatasetRow> all = sort(byUser, heapBytesMax);
        ExternalSort<DatasetRow> lenders = sort(times, heapBytesMax)) {
      try (rows) {
        for (DatasetRow row = rows.next(); row != null; row = rows.next()) {
          all.add(row);
          if (row.time() == Time.OWN) {
            lenders.add(row.withoutValue());
          }
        }
      }
      try (SortedValues<DatasetRow> sorted = all.sorted();
          SortedValues<DatasetRow> lending = lenders.sorted()) {
        lend(sorted, lending, target);
      }
    }
  }

  /** Both in the order of user, file and line. */
  private static void lend(
      SortedValues<DatasetRow> rows,
      SortedValues<DatasetRow> lending,
      ExternalSort<DatasetRow> target)
      throws IOException {
    @Nullable DatasetRow lender = lending.next();
    @Nullable String user = null;
    long time = 0;
    for (DatasetRow row = rows.next(); row != null; row = rows.next()) {
      if (!row.user().equals(user)) {
        user = row.user();
        while (lender != null && lender.user().compareTo(user) < 0) {
          lender = lending.next();
        }
        time = lender != null && lender.user().equals(user) ? lender.timestamp() : 0;
      }
      time = row.time() == Time.OWN ? row.timestamp() : time;
      target.add(row.time() == Time.MISSING ? row.at(time) : row);
    }
  }

  private static ExternalSort<DatasetRow> sort(Path folder, long heapBytesMax) {
    return new ExternalSort<>(folder, DatasetRow.CODEC, DatasetRow.BY_USER, heapBytesMax);
  }
}
