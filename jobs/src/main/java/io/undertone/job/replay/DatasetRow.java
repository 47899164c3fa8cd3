package io.undertone.job.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * One row of a data set, with what orders it among its user's rows.
 *
 * @param timestamp epoch ms; 0 where the row has none, until it has borrowed one
 * @param time what that timestamp is worth
 * @param seq 0 where the row has none
 * @param file index among the files given
 * @param line the row's number in the file
 * @param user whose row it is; empty where a broken row does not say
 * @param value the review as it would lie on the topic; null forgets the user
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record DatasetRow(
    long timestamp,
    Time time,
    long seq,
    int file,
    long line,
    String user,
    byte @Nullable [] value) {

  /** What a row's time is to its user's other rows. */
  enum Time {
    /** The row says it; rows behind that say none may borrow it. */
    OWN,
    /** The row says none, and borrows that of the row before it. */
    MISSING,
    /** Nobody asks: the row will be rejected, and a reject changes no other row's answer. */
    MOOT
  }

  static final Comparator<DatasetRow> IN_ORDER =
      Comparator.comparingLong(DatasetRow::timestamp)
          .thenComparingLong(DatasetRow::seq)
          .thenComparingInt(DatasetRow::file)
          .thenComparingLong(DatasetRow::line);

  /** Each user's rows together, as they stand in the files. */
  static final Comparator<DatasetRow> BY_USER =
      Comparator.comparing(DatasetRow::user)
          .thenComparingInt(DatasetRow::file)
          .thenComparingLong(DatasetRow::line);

  static final Codec<DatasetRow> CODEC =
      new Codec<>() {
        @Override
        public void write(DatasetRow row, DataOutput out) throws IOException {
          out.writeLong(row.timestamp);
          out.writeUTF(row.time.name());
          out.writeLong(row.seq);
          out.writeInt(row.file);
          out.writeLong(row.line);
          writeBytes(row.user.getBytes(UTF_8), out);
          writeBytes(row.value, out);
        }

        @Override
        public DatasetRow read(DataInput in) throws IOException {
          return new DatasetRow(
              in.readLong(),
              Time.valueOf(in.readUTF()),
              in.readLong(),
              in.readInt(),
              in.readLong(),
              new String(requireNonNull(readBytes(in)), UTF_8),
              readBytes(in));
        }

        @Override
        public int heapBytes(DatasetRow row) {
          byte[] value = row.value;
          return 160 + row.user.length() + (value == null ? 0 : value.length);
        }
      };

  /** A row that the graph will reject. */
  static DatasetRow broken(int file, long line, byte[] value) {
    return new DatasetRow(0, Time.MOOT, 0, file, line, "", value);
  }

  /** The same row at another time. */
  DatasetRow at(long borrowed) {
    return new DatasetRow(borrowed, time, seq, file, line, user, value);
  }

  /** All but the value: enough to know the time by. */
  DatasetRow withoutValue() {
    return new DatasetRow(timestamp, time, seq, file, line, user, null);
  }

  private static void writeBytes(byte @Nullable [] bytes, DataOutput out) throws IOException {
    out.writeInt(bytes == null ? -1 : bytes.length);
    if (bytes != null) {
      out.write(bytes);
    }
  }

  private static byte @Nullable [] readBytes(DataInput in) throws IOException {
    int length = in.readInt();
    if (length < 0) {
      return null;
    }
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    return bytes;
  }
}
