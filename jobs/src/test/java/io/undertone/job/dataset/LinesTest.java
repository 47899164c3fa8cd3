package io.undertone.job.dataset;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinesTest {

  private static final long SEED = 31;

  @TempDir Path folder;

  @Test
  void readsLinesWhateverEndsThem() throws IOException {
    assertThat(lines(write("a.jsonl", "one\ntwo\r\n\nfour")))
        .containsExactly("one", "two", "", "four");
  }

  @Test
  void readsALineLongerThanItsBuffer() throws IOException {
    String line = "x".repeat(300_000);

    assertThat(lines(write("a.jsonl", line + "\nend"))).containsExactly(line, "end");
  }

  @Test
  void cutsALineThatIsTooLong() throws IOException {
    Path file = folder.resolve("a.jsonl");
    byte[] line = new byte[Lines.LINE_BYTES_MAX + 10];
    Arrays.fill(line, (byte) 'x');
    Files.write(file, line);
    Files.writeString(file, "\nend", StandardOpenOption.APPEND);

    List<String> lines = lines(file);

    assertThat(lines).hasSize(2);
    assertThat(lines.get(0)).hasSize(Lines.LINE_BYTES_MAX);
    assertThat(lines.get(1)).isEqualTo("end");
  }

  @Test
  void endsALineWhereACharacterOfItsEncodingDoes() throws IOException {
    String text = "\u0A0A\u0D0A one\r\n\u010A\n";
    for (Charset charset : List.of(UTF_16LE, UTF_16BE, Charset.forName("UTF-32LE"))) {
      Path file = Files.write(folder.resolve("a.jsonl"), text.getBytes(charset));

      assertThat(lines(file, charset)).containsExactly("\u0A0A\u0D0A one", "\u010A");
    }
  }

  @Test
  void findsTheSameLinesWhereverItsBufferEnds() throws IOException {
    Random random = new Random(SEED);
    List<String> written = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      written.add("\u0A0Ax".repeat(random.nextInt(1500)));
    }
    Path file = folder.resolve("a.jsonl");
    for (Charset charset : List.of(UTF_8, UTF_16LE)) {
      Files.write(file, String.join("\r\n", written).getBytes(charset));

      assertThat(lines(file, charset)).as("seed %d", SEED).isEqualTo(written);
    }
  }

  @Test
  void saysWhatEndedALine() throws IOException {
    Path file = write("a.jsonl", "one\ntwo\r\nthree");
    try (Lines lines = new Lines(file, Files.newInputStream(file), UTF_8)) {
      lines.next();
      assertThat(lines.end()).isEqualTo("\n");
      lines.next();
      assertThat(lines.end()).isEqualTo("\r\n");
      lines.next();
      assertThat(lines.end()).isEmpty();
    }
  }

  private Path write(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

  private static List<String> lines(Path file) throws IOException {
    return lines(file, UTF_8);
  }

  private static List<String> lines(Path file, Charset charset) throws IOException {
    List<String> all = new ArrayList<>();
    try (Lines lines = new Lines(file, Files.newInputStream(file), charset)) {
      for (byte[] line = lines.next(); line != null; line = lines.next()) {
        all.add(new String(line, charset));
        assertThat(lines.number()).isEqualTo(all.size());
      }
    }
    return all;
  }
}
