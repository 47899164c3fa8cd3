package io.undertone.job.dataset;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;

import io.undertone.job.JobException;
import java.io.ByteArrayInputStream;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * What the first bytes of a file tell, once it is unzipped: its encoding, its form, and whether it
 * is a data set at all.
 *
 * @param markBytes how long the byte-order mark is; 0 without one
 */
record Head(Charset charset, int markBytes, Form form) {

  /** Bytes that are looked at. */
  static final int BYTES_MAX = 1 << 16;

  /** Bytes among which a text of one-byte units has no zero. */
  private static final int ZERO_FREE_BYTES = 1024;

  /** Characters among which a data set has an ASCII one: a bracket, a separator. */
  private static final int ASCII_WITHIN = 1024;

  /** Lines that have to be wrong before a whole file is called so. */
  private static final int WRONG_LINES_MIN = 2;

  /**
   * Byte-order marks, in hexadecimal. UTF-32 goes first, since its mark begins as UTF-16's; an
   * encoding is looked up only where its mark is there: GB18030 takes 20 ms to load.
   */
  private static final List<Mark> MARKS =
      List.of(
          new Mark("UTF-32LE", "FFFE0000"),
          new Mark("UTF-32BE", "0000FEFF"),
          new Mark("UTF-8", "EFBBBF"),
          new Mark("GB18030", "84319533"),
          new Mark("UTF-16LE", "FFFE"),
          new Mark("UTF-16BE", "FEFF"));

  private record Mark(String charset, String hexadecimal) {

    int length() {
      return hexadecimal.length() / 2;
    }

    boolean begins(byte[] bytes) {
      return bytes.length >= length()
          && HexFormat.of().withUpperCase().formatHex(bytes, 0, length()).equals(hexadecimal);
    }
  }

  /**
   * Recognises a file.
   *
   * @throws JobException if it is no data set, or not in this encoding
   */
  static Head of(Path file, byte[] bytes, Charset given) {
    if (bytes.length == 0) {
      throw Unreadable.empty(file);
    }
    ForeignKind.of(bytes)
        .ifPresent(
            kind -> {
              throw Unreadable.foreign(file, kind);
            });
    Optional<Mark> mark = MARKS.stream().filter(each -> each.begins(bytes)).findFirst();
    Charset charset =
        mark.map(each -> Charset.forName(each.charset()))
            .orElseGet(() -> withByteOrder(given, bytes));
    int markBytes = mark.map(Mark::length).orElse(0);
    byte[] content = Arrays.copyOfRange(bytes, markBytes, bytes.length);
    String text = new String(content, charset);
    requireItsUnits(file, content, text, charset);
    boolean whole = bytes.length < BYTES_MAX;
    Form form = Form.of(text, whole);
    requireDecodable(file, content, whole, charset, form);
    return new Head(charset, markBytes, form);
  }

  /** UTF-16 by itself does not say which byte comes first; a bracket or a separator does. */
  private static Charset withByteOrder(Charset given, byte[] bytes) {
    if (!given.equals(UTF_16)) {
      return given;
    }
    return bytes.length > 1 && bytes[0] != 0 && bytes[1] == 0 ? UTF_16LE : UTF_16BE;
  }

  private static void requireItsUnits(Path file, byte[] content, String text, Charset charset) {
    if (StrictText.bytes("\n", charset).length > 1) {
      if (text.chars().limit(ASCII_WITHIN).noneMatch(c -> c < 0x80)) {
        throw Unreadable.encoding(file, charset, "no bracket, separator or letter that is");
      }
      return;
    }
    for (int at = 0; at < Math.min(content.length, ZERO_FREE_BYTES); at++) {
      if (content[at] == 0) {
        throw Unreadable.encoding(file, charset, "a zero as byte " + at + ", so UTF-16 or no text");
      }
    }
  }

  /** One broken row is a reject; where there is no other the whole file is in another encoding. */
  private static void requireDecodable(
      Path file, byte[] content, boolean whole, Charset charset, Form form) {
    Lines lines = new Lines(file, new ByteArrayInputStream(content), charset);
    int passed = form == Form.TABLE ? 1 : 0;
    long wrong = 0;
    for (byte[] line = lines.next(); line != null; line = lines.next()) {
      boolean cutOff = !whole && lines.end().isEmpty();
      if (cutOff || line.length == 0 || passed-- > 0) {
        continue;
      }
      if (StrictText.of(line, charset) != null) {
        return;
      }
      wrong++;
    }
    if (wrong >= WRONG_LINES_MIN) {
      throw Unreadable.encoding(file, charset, "none in its first %d lines".formatted(wrong));
    }
  }
}
