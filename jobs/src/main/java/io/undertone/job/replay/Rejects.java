package io.undertone.job.replay;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import io.undertone.event.RejectedReview;
import io.undertone.job.JobException;
import io.undertone.job.dataset.Row;
import io.undertone.job.dataset.Rows;
import io.undertone.job.local.Counted;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.jspecify.annotations.Nullable;

/**
 * The rejected rows: counts, reasons, and rejected.jsonl. A row's bytes do not pass through the
 * graph, where the size of records is limited; they are read again from the files. Memory is
 * bounded. Not thread-safe.
 */
final class Rejects implements AutoCloseable {

  private static final int BUFFER_BYTES = 1 << 16;
  private static final JsonFactory JSON = new JsonFactory();

  private final DiskSort rows;
  private final Map<String, Long> byReason = new TreeMap<>();
  private final List<String> named = new ArrayList<>();
  private long count;

  /**
   * @param folder for temporary files
   */
  Rejects(Path folder) throws IOException {
    this.rows = new DiskSort(folder.resolve("rejects"));
  }

  void add(RejectedReview rejected) {
    try {
      add(rejected.partition(), rejected.offset(), rejected.reason().code(), rejected.detail());
    } catch (IOException failure) {
      throw new UncheckedIOException("Keeping a rejected row", failure);
    }
  }

  /**
   * @param file index among the files given
   */
  void add(int file, long line, String reason, String detail) throws IOException {
    count++;
    byReason.merge(reason, 1L, Long::sum);
    DataOutputSerializer why = new DataOutputSerializer(64);
    why.writeUTF(reason);
    why.writeUTF(detail);
    rows.put(
        ByteBuffer.allocate(Integer.BYTES + Long.BYTES).putInt(file).putLong(line).array(),
        why.getCopyOfBuffer());
  }

  long count() {
    return count;
  }

  /** How many for each reason, by its code. */
  Map<String, Long> byReason() {
    return new TreeMap<>(byReason);
  }

  /** The first few, by file and line; known after {@link #write}. */
  List<String> named() {
    return List.copyOf(named);
  }

  /** Writes a JSON object for each, in the order of the files. Called once. */
  void write(Path evidence, Dataset dataset) throws IOException {
    try (OutputStream file =
            new BufferedOutputStream(Files.newOutputStream(evidence), BUFFER_BYTES);
        JsonGenerator out = JSON.createGenerator(file);
        DiskSort.Sorted sorted = rows.sorted()) {
      out.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
      RejectedRow next = next(sorted);
      while (next != null) {
        next = writeThoseOf(next, sorted, dataset, out);
      }
      if (count > 0) {
        out.writeRaw('\n');
      }
    }
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }

  /** Writes the rejects of one file; returns the first of another one, or null. */
  private @Nullable RejectedRow writeThoseOf(
      RejectedRow first, DiskSort.Sorted sorted, Dataset dataset, JsonGenerator out)
      throws IOException {
    RejectedRow reject = first;
    try (Rows in = dataset.files().get(first.file()).open()) {
      while (reject != null && reject.file() == first.file()) {
        Row row = in.next();
        if (row == null) {
          throw changed(dataset.files().get(first.file()).path(), reject.line());
        }
        if (row.number() == reject.line()) {
          write(reject, row.original(), dataset.names().get(reject.file()), out);
          reject = next(sorted);
        }
      }
    }
    return reject;
  }

  private void write(RejectedRow reject, byte[] original, String file, JsonGenerator out)
      throws IOException {
    if (named.size() < Counted.NAMED_MAX) {
      named.add("%s:%d: %s, %s".formatted(file, reject.line(), reject.reason(), reject.detail()));
    }
    out.writeStartObject();
    out.writeStringField("file", file);
    out.writeNumberField("line", reject.line());
    out.writeStringField("reason", reject.reason());
    out.writeStringField("detail", reject.detail());
    out.writeBinaryField("bytes", original);
    out.writeEndObject();
  }

  private static @Nullable RejectedRow next(DiskSort.Sorted sorted) throws IOException {
    if (!sorted.next()) {
      return null;
    }
    ByteBuffer place = ByteBuffer.wrap(sorted.key());
    DataInputDeserializer why = new DataInputDeserializer(sorted.value());
    return new RejectedRow(place.getInt(), place.getLong(), why.readUTF(), why.readUTF());
  }

  /** A rejected row, by its place. */
  private record RejectedRow(int file, long line, String reason, String detail) {}

  private static JobException changed(Path file, long line) {
    return new JobException(
        "Writing down the rejected rows of " + file,
        "the file as it was when the replay began",
        "no row " + line + " in it any more",
        "Replay it again, and leave the file alone until the end.");
  }
}
