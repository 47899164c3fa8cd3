package io.undertone.job.replay;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Comparator;

/**
 * A row that was no review, by its place; its bytes lie there.
 *
 * @param file index among the files given
 * @param line the row's number in the file
 */
record RejectedRow(int file, long line, String reason, String detail) {

  static final Comparator<RejectedRow> BY_PLACE =
      Comparator.comparingInt(RejectedRow::file).thenComparingLong(RejectedRow::line);

  static final Codec<RejectedRow> CODEC =
      new Codec<>() {
        private final TextCodec text = new TextCodec();

        @Override
        public void write(RejectedRow row, DataOutput out) throws IOException {
          out.writeInt(row.file);
          out.writeLong(row.line);
          text.write(row.reason, out);
          text.write(row.detail, out);
        }

        @Override
        public RejectedRow read(DataInput in) throws IOException {
          return new RejectedRow(in.readInt(), in.readLong(), text.read(in), text.read(in));
        }

        @Override
        public int heapBytes(RejectedRow row) {
          return 64 + text.heapBytes(row.detail);
        }
      };
}
