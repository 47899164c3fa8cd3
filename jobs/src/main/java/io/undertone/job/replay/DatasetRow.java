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
 * @param timestamp epoch ms, 0 where the row has none
 * @param seq 0 where the row has none
 * @param file index among the files given
 * @param line from 1
 * @param user whose row it is; empty where a broken row does not say
 * @param value the review as it would lie on the topic; null forgets the user
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record DatasetRow(
    long timestamp, long seq, int file, long line, String user, byte @Nullable [] value) {

  static final Comparator<DatasetRow> IN_ORDER =
      Comparator.comparingLong(DatasetRow::timestamp)
          .thenComparingLong(DatasetRow::seq)
          .thenComparingInt(DatasetRow::file)
          .thenComparingLong(DatasetRow::line);

  static final Codec<DatasetRow> CODEC =
      new Codec<>() {
        @Override
        public void write(DatasetRow row, DataOutput out) throws IOException {
          out.writeLong(row.timestamp);
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
