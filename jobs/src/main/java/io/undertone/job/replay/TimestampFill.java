package io.undertone.job.replay;

import io.undertone.job.replay.DatasetRow.Time;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Fills in missing timestamps: a row without one gets that of its user's row before it, by file and
 * line, so that it keeps its place; and that row's seq, if it has none of its own. Rows before the
 * first timestamp of their user get that one; if a user has none at all, it stays 0. Only for data
 * sets that mix rows with and without timestamps, since all rows are sorted once more.
 */
final class TimestampFill {

  private TimestampFill() {}

  /**
   * Copies rows from one sort to another, and fills in their timestamps.
   *
   * @param folder for a sort; created here
   */
  static void fill(DiskSort rows, Path folder, DiskSort target) throws IOException {
    try (DiskSort byUser = new DiskSort(folder)) {
      try (DiskSort.Sorted all = rows.sorted()) {
        while (all.next()) {
          byUser.put(DatasetRow.of(all.value()).keyByUser(), all.value());
        }
      }
      try (DiskSort.Sorted users = byUser.sorted();
          DiskSort.Sorted ahead = byUser.sorted()) {
        fill(users, ahead, target);
      }
    }
  }

  /** Both iterate over the same rows, by user, file and line; one looks ahead. */
  private static void fill(DiskSort.Sorted rows, DiskSort.Sorted ahead, DiskSort target)
      throws IOException {
    @Nullable String user = null;
    DatasetRow source = null;
    while (rows.next()) {
      DatasetRow row = DatasetRow.of(rows.value());
      if (!row.user().equals(user)) {
        user = row.user();
        source = firstSource(row, ahead);
      }
      if (row.time() == Time.MISSING) {
        row = source == null ? row : row.at(source.timestamp(), source.seq());
      }
      source = row.time() == Time.MOOT ? source : row;
      target.put(row.keyInOrder(), row.bytes());
    }
  }

  /** The first of a user's rows with a timestamp, else the first with a seq, else null. */
  private static @Nullable DatasetRow firstSource(DatasetRow first, DiskSort.Sorted rows)
      throws IOException {
    DatasetRow source = null;
    for (boolean more = rows.seek(first.keyByUser()); more; more = rows.next()) {
      DatasetRow row = DatasetRow.of(rows.value());
      if (!row.user().equals(first.user())) {
        return source;
      }
      if (row.time() == Time.OWN) {
        return row;
      }
      if (source == null && row.time() == Time.MISSING && row.seq() != null) {
        source = row;
      }
    }
    return source;
  }
}
