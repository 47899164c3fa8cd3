package io.undertone.job.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.jspecify.annotations.Nullable;

/**
 * One row of a data set, with what orders it among its user's rows.
 *
 * @param timestamp epoch ms; 0 if the row has none, until it is filled in
 * @param time whether the timestamp is the row's own
 * @param seq null if the row has none, until it is filled in; sorted as 0
 * @param file index among the files given
 * @param line the row's number in the file
 * @param user the user's id; empty for a broken row
 * @param value the review as it would be on the topic; null forgets the user
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record DatasetRow(
    long timestamp,
    Time time,
    @Nullable Long seq,
    int file,
    long line,
    String user,
    byte @Nullable [] value)
    implements ReadRow {

  /** Whether a row has a timestamp. */
  enum Time {
    /** It has, and rows behind it that have none may get the same. */
    OWN,
    /** It has none, and gets that of its user's row before it. */
    MISSING,
    /** No matter: the row will be rejected, and a reject changes no other row's answer. */
    MOOT
  }

  /** A row that the graph will reject. */
  static DatasetRow broken(int file, long line, byte[] value) {
    return new DatasetRow(0, Time.MOOT, null, file, line, "", value);
  }

  /** The same row with a timestamp filled in; a seq of its own it keeps. */
  DatasetRow at(long time, @Nullable Long seq) {
    return new DatasetRow(
        time, this.time, this.seq == null ? seq : this.seq, file, line, user, value);
  }

  /** Sorts rows by timestamp, seq, file and line; no two rows have the same key. */
  byte[] keyInOrder() {
    return ByteBuffer.allocate(3 * Long.BYTES + Integer.BYTES)
        .putLong(timestamp ^ Long.MIN_VALUE) // as bytes, negative numbers would come last
        .putLong((seq == null ? 0 : seq) ^ Long.MIN_VALUE)
        .putInt(file)
        .putLong(line)
        .array();
  }

  /** Sorts rows by user, file and line. */
  byte[] keyByUser() {
    byte[] name = user.getBytes(UTF_8);
    return ByteBuffer.allocate(Integer.BYTES + name.length + Integer.BYTES + Long.BYTES)
        .putInt(name.length)
        .put(name)
        .putInt(file)
        .putLong(line)
        .array();
  }

  /** The whole row; {@link #of} reads it. */
  byte[] bytes() throws IOException {
    byte[] name = user.getBytes(UTF_8);
    byte[] text = value == null ? new byte[0] : value;
    DataOutputSerializer out = new DataOutputSerializer(64 + name.length + text.length);
    out.writeLong(timestamp);
    out.writeUTF(time.name());
    out.writeBoolean(seq != null);
    out.writeLong(seq == null ? 0 : seq);
    out.writeInt(file);
    out.writeLong(line);
    out.writeInt(name.length);
    out.write(name);
    out.writeBoolean(value == null);
    out.write(text);
    return out.getCopyOfBuffer();
  }

  static DatasetRow of(byte[] bytes) throws IOException {
    DataInputDeserializer in = new DataInputDeserializer(bytes);
    return new DatasetRow(
        in.readLong(),
        Time.valueOf(in.readUTF()),
        seq(in.readBoolean(), in.readLong()),
        in.readInt(),
        in.readLong(),
        new String(read(in, in.readInt()), UTF_8),
        in.readBoolean() ? null : read(in, in.available()));
  }

  private static @Nullable Long seq(boolean there, long seq) {
    return there ? seq : null;
  }

  private static byte[] read(DataInputDeserializer in, int length) throws IOException {
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    return bytes;
  }
}
