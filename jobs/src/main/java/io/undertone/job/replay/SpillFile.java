package io.undertone.job.replay;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file of values, one after the other: each is preceded by a 1, the end is marked by a 0. */
final class SpillFile<T> {

  private static final int BUFFER_BYTES = 64 * 1024;

  private final Path path;
  private final Codec<T> codec;

  SpillFile(Path path, Codec<T> codec) {
    this.path = path;
    this.codec = codec;
  }

  Writer<T> writer() throws IOException {
    return new Writer<>(
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(path), BUFFER_BYTES)),
        codec);
  }

  Reader<T> reader() throws IOException {
    return new Reader<>(
        new DataInputStream(new BufferedInputStream(Files.newInputStream(path), BUFFER_BYTES)),
        codec);
  }

  void delete() throws IOException {
    Files.deleteIfExists(path);
  }

  /** Appends; close marks the end. */
  static final class Writer<T> implements AutoCloseable {

    private final DataOutputStream out;
    private final Codec<T> codec;

    private Writer(DataOutputStream out, Codec<T> codec) {
      this.out = out;
      this.codec = codec;
    }

    void write(T value) throws IOException {
      out.writeByte(1);
      codec.write(value, out);
    }

    @Override
    public void close() throws IOException {
      try (out) {
        out.writeByte(0);
      }
    }
  }

  /** Reads from the front. */
  static final class Reader<T> implements AutoCloseable {

    private final DataInputStream in;
    private final Codec<T> codec;

    private Reader(DataInputStream in, Codec<T> codec) {
      this.in = in;
      this.codec = codec;
    }

    /** The next value, or null at the end. */
    @Nullable T next() throws IOException {
      return in.readByte() == 1 ? codec.read(in) : null;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
