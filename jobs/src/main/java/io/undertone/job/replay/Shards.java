package io.undertone.job.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.undertone.event.RawRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Brings data sets into the order that a stream would have had: reads all files, sorts the rows,
 * writes them to shards so that each user is in one shard, with his rows in order. Memory is
 * bounded, whatever the size of the files.
 */
final class Shards {

  /** Heap that rows may take before a run is spilled. */
  static final long ROWS_HEAP_BYTES_MAX = 96 << 20;

  /** Rows between two reports of progress. */
  private static final long REPORT_EVERY = 4096;

  private final List<Path> files;
  private final List<String> names;
  private final DatasetReader reader;
  private final Path folder;
  private final int count;
  private long rows;

  /**
   * @param folder for the shards and what is spilled on the way
   * @param count number of shards
   */
  Shards(List<Path> files, DatasetReader reader, Path folder, int count) {
    this.files = List.copyOf(files);
    this.names = names(files);
    this.reader = reader;
    this.folder = folder;
    this.count = count;
  }

  /** Writes the shards and gives their paths. */
  List<Path> write(LongConsumer rowsSoFar) throws IOException {
    Path runs = Files.createDirectory(folder.resolve("runs"));
    try (ExternalSort<DatasetRow> sort =
        new ExternalSort<>(runs, DatasetRow.CODEC, DatasetRow.IN_ORDER, ROWS_HEAP_BYTES_MAX)) {
      for (int file = 0; file < files.size(); file++) {
        read(file, sort, rowsSoFar);
      }
      try (SortedValues<DatasetRow> sorted = sort.sorted()) {
        return distribute(sorted);
      }
    }
  }

  /** How many rows were written. */
  long rows() {
    return rows;
  }

  private void read(int file, ExternalSort<DatasetRow> sort, LongConsumer rowsSoFar)
      throws IOException {
    try (Lines lines = Lines.of(files.get(file))) {
      for (byte[] line = lines.next(); line != null; line = lines.next()) {
        DatasetRow row = reader.read(line, file, names.get(file), lines.number());
        if (row != null) {
          sort.add(row);
          rows++;
        }
        if (rows % REPORT_EVERY == 0) {
          rowsSoFar.accept(rows);
        }
      }
    }
  }

  private List<Path> distribute(SortedValues<DatasetRow> sorted) throws IOException {
    List<Path> paths = new ArrayList<>();
    List<ShardFormat.Writer> writers = new ArrayList<>();
    try {
      for (int shard = 0; shard < count; shard++) {
        paths.add(folder.resolve("shard-" + shard));
        writers.add(new ShardFormat.Writer(paths.get(shard)));
      }
      for (DatasetRow row = sorted.next(); row != null; row = sorted.next()) {
        writers.get(Math.floorMod(row.user().hashCode(), count)).write(record(row));
      }
    } finally {
      for (ShardFormat.Writer writer : writers) {
        writer.close();
      }
    }
    return paths;
  }

  private RawRecord record(DatasetRow row) {
    return new RawRecord(
        row.user().getBytes(UTF_8),
        row.value(),
        names.get(row.file()),
        0,
        row.line(),
        row.timestamp());
  }

  /** What the files are called in ids: their names, or as they were given where two are alike. */
  private static List<String> names(List<Path> files) {
    List<String> names = files.stream().map(file -> file.getFileName().toString()).toList();
    boolean unique = names.stream().distinct().count() == files.size();
    return unique ? names : files.stream().map(Path::toString).toList();
  }
}
