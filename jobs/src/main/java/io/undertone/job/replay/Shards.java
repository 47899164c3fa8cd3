package io.undertone.job.replay;

import io.undertone.event.RawRecord;
import io.undertone.job.dataset.Row;
import io.undertone.job.dataset.RowFault;
import io.undertone.job.dataset.Rows;
import io.undertone.job.replay.DatasetRow.Time;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Sorts data sets into the order that a stream would have had: reads all files, sorts the rows, and
 * writes them to shards, with all rows of a user in one shard, in order. Memory is bounded,
 * whatever the size of the files.
 */
final class Shards {

  /** Rows between two reports of progress. */
  private static final long REPORT_EVERY = 4096;

  private final Dataset dataset;
  private final DatasetReader reader;
  private final Rejects rejects;
  private final Path folder;
  private final int count;
  private final long before;
  private final RowTimes times;
  private long rows;
  private long leftOut;
  private long reviews;
  private long newest = Long.MIN_VALUE;

  /**
   * @param rejects takes rows that cannot be converted to records
   * @param folder for the shards and temporary files
   * @param count number of shards
   * @param before rows from this time on, in epoch milliseconds, are left out
   */
  Shards(
      Dataset dataset, DatasetReader reader, Rejects rejects, Path folder, int count, long before) {
    this.dataset = dataset;
    this.reader = reader;
    this.rejects = rejects;
    this.folder = folder;
    this.count = count;
    this.before = before;
    this.times = new RowTimes(reader.timestampUnit());
  }

  /** Writes the shards; returns their paths. */
  List<Path> write(LongConsumer rowsSoFar) throws IOException {
    try (DiskSort sort = new DiskSort(folder.resolve("rows"))) {
      for (int file = 0; file < dataset.files().size(); file++) {
        read(file, sort, rowsSoFar);
      }
      return times.isMixed() ? distributeTimed(sort) : distribute(sort);
    }
  }

  /** Number of rows written. */
  long rows() {
    return rows;
  }

  /** Number of rows left out, since they are of a later time. */
  long leftOut() {
    return leftOut;
  }

  /** Number of reviews among the rows written. */
  long reviews() {
    return reviews;
  }

  /** The newest timestamp among those reviews, in epoch milliseconds. */
  long newest() {
    return newest;
  }

  /** What is known of the rows' timestamps. */
  RowTimes times() {
    return times;
  }

  private void read(int file, DiskSort sort, LongConsumer rowsSoFar) throws IOException {
    String name = dataset.names().get(file);
    try (Rows in = dataset.files().get(file).open()) {
      for (Row row = in.next(); row != null; row = in.next()) {
        byte[] json = row.json();
        RowFault fault = row.fault();
        ReadRow read = json == null ? null : reader.read(json, file, name, row.number());
        if (read instanceof DatasetRow record) {
          sort.put(record.keyInOrder(), record.bytes());
          times.add(record);
          rows++;
        } else if (read instanceof ReadRow.Refused refused) {
          fault = refused.fault();
        }
        if (fault != null) {
          rejects.add(file, row.number(), fault.reason(), fault.detail());
        }
        if (rows % REPORT_EVERY == 0) {
          rowsSoFar.accept(rows);
        }
      }
    }
  }

  private List<Path> distributeTimed(DiskSort read) throws IOException {
    try (DiskSort timed = new DiskSort(folder.resolve("timed"))) {
      TimestampFill.fill(read, folder.resolve("by-user"), timed);
      return distribute(timed);
    }
  }

  private List<Path> distribute(DiskSort sort) throws IOException {
    List<Path> paths = new ArrayList<>();
    List<ShardFormat.Writer> writers = new ArrayList<>();
    try (DiskSort.Sorted sorted = sort.sorted()) {
      for (int shard = 0; shard < count; shard++) {
        paths.add(folder.resolve("shard-" + shard));
        writers.add(new ShardFormat.Writer(paths.get(shard)));
      }
      while (sorted.next()) {
        DatasetRow row = DatasetRow.of(sorted.value());
        if (row.timestamp() < before) {
          note(row);
          writers.get(Math.floorMod(row.user().hashCode(), count)).write(record(row));
        } else {
          rows--;
          leftOut++;
        }
      }
    } finally {
      for (ShardFormat.Writer writer : writers) {
        writer.close();
      }
    }
    return paths;
  }

  private void note(DatasetRow row) {
    if (row.value() != null && row.time() != Time.MOOT) {
      reviews++;
      newest = Math.max(newest, row.timestamp());
    }
  }

  /** A row that forgets has its user in the key, as JSON, which takes any id. */
  private RawRecord record(DatasetRow row) {
    return new RawRecord(
        row.value() == null ? JsonRow.quoted(row.user()) : null,
        row.value(),
        dataset.names().get(row.file()),
        row.file(),
        row.line(),
        row.timestamp());
  }
}
