package io.undertone.job.dataset;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A line ends at a line feed of its encoding and at nothing else. */
class LinesTest {

  private static final long SEED = 31;

  @Test
  void endsLinesAtLineFeedsOnly() throws IOException {
    assertThat(texts("a\r\nb\n\n\r\nold\rmac\u0085\u2028\u000Bz\r\r\nlast\r"))
        .containsExactly("a", "b", "", "", "old\rmac\u0085\u2028\u000Bz\r", "last");
    assertThat(texts("a\n")).containsExactly("a");
    assertThat(texts("")).isEmpty();
  }

  @Test
  void countsLinesAndSaysWhatEndedEach() throws IOException {
    List<Line> lines = read(lines("one\ntwo\r\nthree".getBytes(UTF_8), UTF_8));

    assertThat(lines).extracting(Line::number).containsExactly(1L, 2L, 3L);
    assertThat(lines).extracting(Line::end).containsExactly("\n", "\r\n", "");
  }

  @Test
  void readsALineLongerThanItsBuffer() throws IOException {
    String line = "x".repeat(300_000);

    assertThat(texts(line + "\nend")).containsExactly(line, "end");
  }

  @Test
  void endsALineWhereACharacterOfItsEncodingDoes() throws IOException {
    String text = "\u0A0A\u0D0A one\r\n\u010A\n";

    for (Charset charset : List.of(UTF_16LE, UTF_16BE, Charset.forName("UTF-32LE"))) {
      assertThat(texts(lines(text.getBytes(charset), charset)))
          .containsExactly("\u0A0A\u0D0A one", "\u010A");
    }
  }

  @Test
  void findsTheSameLinesWhereverItsBufferEnds() throws IOException {
    Random random = new Random(SEED);
    List<String> written = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      written.add("\u0A0Ax".repeat(random.nextInt(1500)));
    }

    for (Charset charset : List.of(UTF_8, UTF_16LE)) {
      byte[] bytes = String.join("\r\n", written).getBytes(charset);
      assertThat(texts(lines(bytes, charset))).as("seed %d", SEED).isEqualTo(written);
    }
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

    assertThat(texts(Lines.of(in, charset, 1 << 10)))
        .as("seed " + seed)
        .containsExactly(writable.replace("\r\n", "\n").split("\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE", "GB18030"})
  void aByteOrderMarkOverridesTheEncoding(String name) throws IOException {
    long seed = new Random().nextLong();
    byte[] bytes = "\uFEFFann\tschön\r\nbob\n".getBytes(Charset.forName(name));

    Lines lines = Lines.of(inPieces(bytes, new Random(seed)), ISO_8859_1, 1 << 10);

    assertThat(texts(lines)).as("seed " + seed).containsExactly("ann\tschön", "bob");
  }

  @Test
  void findsTheByteOrderOfUtf16WithoutAMark() throws IOException {
    for (Charset order : List.of(UTF_16LE, UTF_16BE)) {
      byte[] bytes = "ann\ta\nb".getBytes(order);
      InputStream in = inPieces(bytes, new Random(SEED));
      assertThat(texts(Lines.of(in, UTF_16, 100))).containsExactly("ann\ta", "b");
    }
  }

  @Test
  void saysWhereALineIsUndecodable() throws IOException {
    byte[] bytes = "ann\tfine\nann\tsch\u00F6n\n".getBytes(ISO_8859_1);
    List<Line> lines = read(lines(bytes, UTF_8));

    assertThat(lines).extracting(Line::text).containsExactly("ann\tfine", null);
    assertThat(lines.get(1).undecodableAt()).isEqualTo(8);
    Line half = new Line(1, new byte[] {'a', 0, 'b'}, 3, UTF_16LE, "");
    assertThat(half.undecodableAt()).isEqualTo(3);
  }

  @Test
  void keepsNoMoreOfALineThanItMay() throws IOException {
    String longest = "x".repeat(300);
    byte[] bytes =
        (longest + "\r\n" + longest + "y\r\n" + longest.repeat(99) + "\nz").getBytes(UTF_8);

    List<Line> lines = read(new Lines(new ByteArrayInputStream(bytes), UTF_8, 300));

    assertThat(lines).extracting(Line::length).containsExactly(300L, 302L, 29_700L, 1L);
    assertThat(lines).extracting(line -> line.bytes().length).containsExactly(300, 300, 300, 1);
  }

  @Test
  void keepsAsMuchOfALineAsARowMayHave() throws IOException {
    byte[] bytes = new byte[Row.BYTES_MAX + 10];
    Arrays.fill(bytes, (byte) 'x');

    List<Line> lines = read(lines(bytes, UTF_8));

    assertThat(lines).hasSize(1);
    assertThat(lines.get(0).bytes()).hasSize(Row.BYTES_MAX);
  }

  @Test
  @Timeout(60)
  void givesALineBeforeTheNextIsTyped() throws IOException {
    try (PipedOutputStream keyboard = new PipedOutputStream();
        PipedInputStream in = new PipedInputStream(keyboard)) {
      keyboard.write("ann\tfine\nbob".getBytes(UTF_8));
      keyboard.flush();
      Lines lines = Lines.of(in, UTF_8, 100);

      assertThat(requireNonNull(lines.next()).text()).isEqualTo("ann\tfine");
      assertThat(lines.poll()).isNull();
      keyboard.write("\tso\ncyd\tso so\n".getBytes(UTF_8));
      keyboard.flush();
      assertThat(requireNonNull(lines.poll()).text()).isEqualTo("bob\tso");
      assertThat(requireNonNull(lines.poll()).text()).isEqualTo("cyd\tso so");
      assertThat(lines.poll()).isNull();
    }
  }

  private static List<String> texts(String input) throws IOException {
    return texts(Lines.of(new ByteArrayInputStream(input.getBytes(UTF_8)), UTF_8, 1 << 20));
  }

  private static List<String> texts(Lines lines) throws IOException {
    return read(lines).stream().map(line -> requireNonNull(line.text())).toList();
  }

  private static Lines lines(byte[] bytes, Charset charset) {
    return new Lines(new ByteArrayInputStream(bytes), charset, Row.BYTES_MAX);
  }

  private static List<Line> read(Lines lines) throws IOException {
    List<Line> read = new ArrayList<>();
    for (Line line = lines.next(); line != null; line = lines.next()) {
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
