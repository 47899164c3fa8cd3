package io.undertone.job.command;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A line ends at a line feed of its encoding and at nothing else. */
class ByteLinesTest {

  @Test
  void endsLinesAtLineFeedsOnly() throws IOException {
    assertThat(texts("a\r\nb\n\n\r\nold\rmac\u0085\u2028\u000Bz\r\r\nlast\r"))
        .containsExactly("a", "b", "", "", "old\rmac\u0085\u2028\u000Bz\r", "last");
    assertThat(texts("a\n")).containsExactly("a");
    assertThat(texts("")).isEmpty();
  }

  @Test
  void aByteOrderMarkIsNoPartOfTheFirstLine() throws IOException {
    assertThat(texts("\uFEFFann\n\uFEFFbob")).containsExactly("ann", "\uFEFFbob");
    assertThat(texts("\uFEFF")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UTF-8",
        "UTF-16LE",
        "UTF-16BE",
        "UTF-32LE",
        "UTF-32BE",
        "GB18030",
        "windows-1252",
        "IBM037"
      })
  void readsEveryEncodingHoweverItsBytesArrive(String name) throws IOException {
    Charset charset = Charset.forName(name);
    long seed = new Random().nextLong();
    String text = "ann\tgut ÷ ĊĀ\r\nbob\tschön\n\rx\n";
    String writable = charset.newEncoder().canEncode(text) ? text : text.replaceAll("[ĊĀ]", "o");
    InputStream in = inPieces(writable.getBytes(charset), new Random(seed));

    List<String> lines = texts(new ByteLines(in, charset, 1 << 10));

    assertThat(lines)
        .as("seed " + seed)
        .containsExactly(writable.replace("\r\n", "\n").split("\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE", "GB18030"})
  void aByteOrderMarkOverridesTheEncoding(String name) throws IOException {
    long seed = new Random().nextLong();
    byte[] bytes = "\uFEFFann\tschön\r\nbob\n".getBytes(Charset.forName(name));

    ByteLines lines = new ByteLines(inPieces(bytes, new Random(seed)), ISO_8859_1, 1 << 10);

    assertThat(texts(lines)).as("seed " + seed).containsExactly("ann\tschön", "bob");
  }

  @Test
  void findsTheByteOrderOfUtf16WithoutAMark() throws IOException {
    for (String order : List.of("UTF-16LE", "UTF-16BE")) {
      byte[] bytes = "ann\ta\nb".getBytes(Charset.forName(order));
      assertThat(texts(new ByteLines(new ByteArrayInputStream(bytes), UTF_16, 100)))
          .containsExactly("ann\ta", "b");
    }
  }

  @Test
  void saysWhereALineIsUndecodable() throws IOException {
    byte[] bytes = "ann\tfine\nann\tsch\u00F6n\n".getBytes(ISO_8859_1);
    ByteLines lines = new ByteLines(new ByteArrayInputStream(bytes), UTF_8, 100);

    assertThat(read(lines))
        .extracting(ByteLine::complaint)
        .containsExactly(null, "byte 8 of its 9 is not UTF-8; name the encoding by --encoding.");
  }

  @Test
  void saysWhereALineEndsWithinACharacter() {
    ByteLine line = new ByteLine(1, new byte[] {'a', 0, 'b'}, 3, Charset.forName("UTF-16LE"));
    assertThat(line.complaint())
        .isEqualTo("byte 3 of its 3 is not UTF-16LE; name the encoding by --encoding.");
  }

  @Test
  void keepsNoMoreOfALineThanItMay() throws IOException {
    String longest = "x".repeat(300);
    byte[] bytes =
        (longest + "\r\n" + longest + "y\r\n" + longest.repeat(99) + "\nz").getBytes(UTF_8);

    List<ByteLine> lines = read(new ByteLines(new ByteArrayInputStream(bytes), UTF_8, 300));

    assertThat(lines).extracting(ByteLine::length).containsExactly(300L, 302L, 29_700L, 1L);
    assertThat(lines).extracting(line -> line.bytes().length).containsExactly(300, 300, 300, 1);
    assertThat(lines.get(0).complaint()).isNull();
    assertThat(lines.get(1).complaint())
        .isEqualTo("it has 302 bytes, more than any that --text-bytes-max takes.");
  }

  private static List<String> texts(String input) throws IOException {
    return texts(new ByteLines(new ByteArrayInputStream(input.getBytes(UTF_8)), UTF_8, 1 << 10));
  }

  private static List<String> texts(ByteLines lines) throws IOException {
    return read(lines).stream().map(ByteLine::text).toList();
  }

  private static List<ByteLine> read(ByteLines lines) throws IOException {
    List<ByteLine> read = new ArrayList<>();
    for (ByteLine line = lines.next(); line != null; line = lines.next()) {
      read.add(line);
    }
    return read;
  }

  /** An input that gives one to three bytes at a time. */
  private static InputStream inPieces(byte[] bytes, Random random) {
    return new FilterInputStream(new ByteArrayInputStream(bytes)) {
      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        return super.read(target, offset, Math.min(length, 1 + random.nextInt(3)));
      }
    };
  }
}
