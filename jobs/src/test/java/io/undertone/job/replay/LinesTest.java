package io.undertone.job.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinesTest {

  @TempDir Path folder;

  @Test
  void readsLinesWhateverEndsThem() throws IOException {
    assertThat(lines(write("a.jsonl", "one\ntwo\r\n\nfour")))
        .containsExactly("one", "two", "", "four");
  }

  @Test
  void passesOverAByteOrderMark() throws IOException {
    assertThat(lines(write("a.jsonl", "\uFEFF{}\n"))).containsExactly("{}");
  }

  @Test
  void readsGzip() throws IOException {
    Path file = folder.resolve("a.jsonl.gz");
    Files.write(file, zipped("one\ntwo\n"));

    assertThat(lines(file)).containsExactly("one", "two");
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
  void saysThatAGzipFileIsCutOff() throws IOException {
    byte[] whole = zipped("x".repeat(100_000));
    Path file = folder.resolve("a.jsonl.gz");
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));

    assertThatThrownBy(() -> lines(file))
        .hasMessage(
            "Reading the data set "
                + file
                + ": expected a whole gzip file, found one that is cut off or damaged. Check the"
                + " path and the file given to --dataset.");
  }

  private Path write(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

  private static byte[] zipped(String content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content.getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }

  private static List<String> lines(Path file) throws IOException {
    List<String> all = new ArrayList<>();
    try (Lines lines = Lines.of(file)) {
      for (byte[] line = lines.next(); line != null; line = lines.next()) {
        all.add(new String(line, UTF_8));
        assertThat(lines.number()).isEqualTo(all.size());
      }
    }
    return all;
  }
}
