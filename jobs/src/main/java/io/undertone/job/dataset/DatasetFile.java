package io.undertone.job.dataset;

import io.undertone.job.JobException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file of a data set: JSONL, one JSON array of objects, or CSV with a header row, plain or gzip.
 * The format is detected by content, never by name.
 *
 * @param path as the user gave it
 * @param content the file with the bytes, which may be a copy
 * @param encoding of the text, unless a byte-order mark says otherwise
 */
public record DatasetFile(Path path, Path content, Charset encoding) {

  private static final int BUFFER_BYTES = 1 << 16;

  public static DatasetFile of(Path path, Charset encoding) {
    return new DatasetFile(path, path, encoding);
  }

  /**
   * Checks the beginning of the file, before any other work. A pipe is not checked, since it can be
   * read only once.
   *
   * @throws JobException if it cannot be read, or is no data set
   */
  public void check() {
    DatasetErrors.requireThere(path);
    if (Files.isRegularFile(content)) {
      try {
        open().close();
      } catch (IOException failure) {
        throw DatasetErrors.because(path, encoding, failure);
      }
    }
  }

  /** Whether the file holds nothing, once it is unzipped. A pipe is not looked into. */
  public boolean isEmpty() {
    if (!Files.isRegularFile(content)) {
      return false;
    }
    try (InputStream file = Files.newInputStream(content)) {
      return unzipped(file).read() < 0;
    } catch (IOException unreadable) {
      return false;
    }
  }

  /** The same file, readable twice: a pipe is copied into a folder. */
  public DatasetFile readableTwice(Path folder, String name) {
    if (Files.isRegularFile(content)) {
      return this;
    }
    DatasetErrors.requireThere(content);
    Path copy = folder.resolve(name);
    try {
      Files.copy(content, copy);
    } catch (IOException failure) {
      throw DatasetErrors.notCopied(path, folder, failure);
    }
    return new DatasetFile(path, copy, encoding);
  }

  /**
   * Opens the file.
   *
   * @throws JobException if it cannot be read, or is no data set
   */
  @SuppressWarnings("MustBeClosedChecker") // the rows close it
  public Rows open() {
    DatasetErrors.requireThere(content);
    try {
      InputStream in = Files.newInputStream(content);
      try {
        return rows(in);
      } catch (IOException | RuntimeException failure) {
        in.close();
        throw failure;
      }
    } catch (IOException failure) {
      throw DatasetErrors.because(path, encoding, failure);
    }
  }

  private Rows rows(InputStream file) throws IOException {
    InputStream in = unzipped(file);
    FileStart head = FileStart.of(path, peek(in), encoding);
    in.skipNBytes(head.encoding().markBytes());
    Charset charset = head.encoding().charset();
    Rows rows =
        switch (head.layout()) {
          case LINES -> new JsonLines(new Lines(in, charset, Row.BYTES_MAX));
          case ARRAY -> new JsonArray(path, StrictText.asUtf8(in, charset));
          case TABLE -> new CsvRows(path, new Lines(in, charset, Row.BYTES_MAX), charset);
        };
    return new Rows() {
      @Override
      public @Nullable Row next() {
        try {
          return rows.next();
        } catch (IOException failure) {
          throw DatasetErrors.because(path, charset, failure);
        }
      }

      @Override
      public void close() throws IOException {
        rows.close();
      }
    };
  }

  private static InputStream unzipped(InputStream file) throws IOException {
    InputStream in = new BufferedInputStream(file, BUFFER_BYTES);
    return isGzip(peek(in))
        ? new BufferedInputStream(new StrictGzipInputStream(in, BUFFER_BYTES), BUFFER_BYTES)
        : in;
  }

  private static byte[] peek(InputStream in) throws IOException {
    in.mark(FileStart.BYTES_MAX);
    byte[] bytes = in.readNBytes(FileStart.BYTES_MAX);
    in.reset();
    return bytes;
  }

  private static boolean isGzip(byte[] bytes) {
    return bytes.length >= 2 && bytes[0] == 0x1F && bytes[1] == (byte) 0x8B;
  }
}
