package io.undertone.job.dataset;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.undertone.job.JobException;
import io.undertone.job.local.Counted;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * What is detected in the first bytes of a file, once it is unzipped: its encoding, its layout, and
 * whether it is a data set at all.
 */
record FileStart(DetectedEncoding encoding, RowLayout layout) {

  /** Bytes that are examined. */
  static final int BYTES_MAX = 1 << 16;

  /** Bytes that are searched for zeros, which text in an 8-bit encoding has none of. */
  private static final int ZERO_FREE_BYTES = 1024;

  /** One zero in more bytes than these is a fault of its row alone: UTF-16 has far more of them. */
  private static final int BYTES_A_ZERO = 16;

  /** Characters that are searched for an ASCII one: a bracket, a separator. */
  private static final int ASCII_WITHIN = 1024;

  /** The line feed that Unix tools write when they make EBCDIC. */
  private static final char EBCDIC_LINE_FEED = 0x25;

  /** Undecodable lines, without any other, from which on the whole file is refused. */
  private static final int WRONG_LINES_MIN = 2;

  /**
   * Examines a file.
   *
   * @throws JobException if it is no data set, or not in this encoding
   */
  static FileStart of(Path file, byte[] bytes, Charset given) throws IOException {
    if (bytes.length == 0) {
      throw DatasetErrors.empty(file);
    }
    ForeignKind.of(bytes)
        .ifPresent(
            kind -> {
              throw DatasetErrors.foreign(file, kind.found(), kind.remedy());
            });
    DetectedEncoding encoding = DetectedEncoding.of(bytes, given);
    Charset charset = encoding.charset();
    byte[] content = Arrays.copyOfRange(bytes, encoding.markBytes(), bytes.length);
    String text = new String(content, charset);
    requireItsUnits(file, content, text, charset);
    ForeignText.of(text)
        .ifPresent(
            kind -> {
              throw DatasetErrors.foreign(file, kind.found(), kind.remedy());
            });
    requireLineFeeds(file, content, charset);
    boolean whole = bytes.length < BYTES_MAX;
    RowLayout layout = RowLayout.of(text, whole);
    requireDecodable(file, content, whole, charset, layout);
    if (layout == RowLayout.LINES && RowLayout.isOneObject(text)) {
      throw DatasetErrors.manyLines(file);
    }
    if (layout == RowLayout.LINES && RowLayout.endsInCarriageReturns(text)) {
      throw DatasetErrors.carriageReturns(file);
    }
    return new FileStart(encoding, layout);
  }

  private static void requireItsUnits(Path file, byte[] content, String text, Charset charset) {
    if (StrictText.bytes("\n", charset).length > 1) {
      if (text.chars().limit(ASCII_WITHIN).noneMatch(c -> c < 0x80)) {
        throw DatasetErrors.encoding(file, charset, "no bracket, separator or letter that is");
      }
      return;
    }
    int searched = Math.min(content.length, ZERO_FREE_BYTES);
    int first = -1;
    int zeros = 0;
    boolean binary = false;
    for (int at = searched - 1; at >= 0; at--) {
      if (content[at] == 0) {
        first = at;
        zeros++;
      }
      binary |= content[at] > 0 && content[at] < ' ' && !Character.isWhitespace(content[at]);
    }
    if (zeros > 0 && (binary || BYTES_A_ZERO * zeros > searched)) {
      throw DatasetErrors.zero(file, charset, first);
    }
  }

  /** EBCDIC has two line feeds; Java writes only one of them, and {@link Lines} finds only that. */
  private static void requireLineFeeds(Path file, byte[] content, Charset charset) {
    byte[] feed = StrictText.bytes("\n", charset);
    if (feed.length == 1 && feed[0] != '\n') {
      String bytes = new String(content, ISO_8859_1);
      if (bytes.indexOf(feed[0]) < 0 && bytes.indexOf(EBCDIC_LINE_FEED) >= 0) {
        throw DatasetErrors.otherLineFeeds(file, charset);
      }
    }
  }

  /** One undecodable row is a reject; if all are, the file is in another encoding. */
  private static void requireDecodable(
      Path file, byte[] content, boolean whole, Charset charset, RowLayout layout)
      throws IOException {
    Lines lines = new Lines(new ByteArrayInputStream(content), charset, BYTES_MAX);
    int passed = layout == RowLayout.TABLE ? 1 : 0;
    long wrong = 0;
    for (Line line = lines.next(); line != null; line = lines.next()) {
      boolean cutOff = !whole && line.end().isEmpty();
      if (cutOff || line.length() == 0 || passed-- > 0) {
        continue;
      }
      if (line.text() != null) {
        return;
      }
      wrong++;
    }
    if (wrong >= WRONG_LINES_MIN) {
      throw DatasetErrors.encoding(file, charset, "none in its first " + Counted.of(wrong, "line"));
    }
  }
}
