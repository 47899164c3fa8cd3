package io.undertone.job.dataset;

import static io.undertone.job.dataset.Zipped.zipped;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is a data set, and how it is read. */
class DatasetFileTest {

  private static final Charset GB18030 = Charset.forName("gb18030");
  private static final String ROW = "{\"text\":\"crème 好\"}";

  @TempDir Path folder;

  @Test
  void readsEachFormByWhatTheFileHolds() throws IOException {
    String lines = ROW + "\n" + ROW + "\n";
    String array = "[" + ROW + ", " + ROW + "]\n";
    String table = "text\ncrème 好\ncrème 好\n";

    for (String content : List.of(lines, array, table)) {
      for (Charset charset : List.of(UTF_8, UTF_16LE, UTF_16BE, GB18030)) {
        byte[] bytes = content.getBytes(charset);
        for (byte[] file : List.of(bytes, marked(bytes, charset), zipped(bytes))) {
          assertThat(json(file, charset)).as(content + charset).containsExactly(ROW, ROW);
        }
        assertThat(json(zipped(marked(bytes, charset)), UTF_8)).containsExactly(ROW, ROW);
      }
    }
  }

  @Test
  void looksAtTheByteOrderWhereUtf16IsGivenWithoutOne() throws IOException {
    assertThat(json(ROW.getBytes(UTF_16LE), UTF_16)).containsExactly(ROW);
    assertThat(json(ROW.getBytes(UTF_16BE), UTF_16)).containsExactly(ROW);
  }

  @Test
  void readsSeveralGzipMembersAsOneFile() throws IOException {
    ByteArrayOutputStream members = new ByteArrayOutputStream();
    for (int member = 0; member < 3; member++) {
      members.writeBytes(zipped((ROW + "\n").getBytes(UTF_8)));
    }

    assertThat(json(members.toByteArray(), UTF_8)).containsExactly(ROW, ROW, ROW);
  }

  @Test
  void takesJsonlForJsonlThoughItsFirstRowsAreBroken() throws IOException {
    for (String broken : List.of("[]", "[1]", "no json", "\"text\"")) {
      assertThat(json((broken + "\n" + ROW + "\n").getBytes(UTF_8), UTF_8))
          .containsExactly(broken, ROW);
    }
  }

  @Test
  void takesAnArrayForOneThoughItsFirstElementsAreNull() throws IOException {
    assertThat(json(("[null, null,\n" + ROW + "]").getBytes(UTF_8), UTF_8))
        .containsExactly("null", "null", ROW);
    assertThat(json(("[null]\n" + ROW).getBytes(UTF_8), UTF_8)).containsExactly("[null]", ROW);
  }

  @Test
  void keepsTheBytesOfARowAsTheyStand() throws IOException {
    byte[] file = (ROW + "\r\n" + ROW).getBytes(GB18030);
    List<Row> rows = rows(file, GB18030);

    assertThat(rows).extracting(Row::number).containsExactly(1L, 2L);
    assertThat(rows.get(0).original()).isEqualTo(ROW.getBytes(GB18030));
    assertThat(rows.get(0).json()).isEqualTo(ROW.getBytes(UTF_8));
  }

  @Test
  void rejectsARowThatCannotBeDecodedAndNoOther() throws IOException {
    byte[] latin = "{\"text\":\"caf\u00e9\"}".getBytes(ISO_8859_1);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes((ROW + "\n").getBytes(GB18030));
    file.writeBytes(latin);
    file.writeBytes(("\n" + ROW).getBytes(GB18030));
    List<Row> rows = rows(file.toByteArray(), GB18030);

    assertThat(rows).hasSize(3);
    assertThat(rows.get(1).original()).isEqualTo(latin);
    assertThat(rows.get(1).json()).isNull();
    assertThat(rows.get(1).fault())
        .isEqualTo(new RowFault("not_utf8", "15 bytes not in GB18030: check --encoding"));
    assertThat(rows.get(2).fault()).isNull();
  }

  @Test
  void aZeroIsAFaultOfItsRow() throws IOException {
    String good = "{\"text\":\"so good, warm and light\"}";
    String zero = "{\"text\":\"so good,\0warm and light\"}";
    assertThat(json((good + "\n" + zero + "\n" + good).getBytes(UTF_8), UTF_8))
        .containsExactly(good, zero, good); // the parser rejects it
    assertThat(json(("[" + good + "," + zero + "]").getBytes(UTF_8), UTF_8))
        .containsExactly(good, zero);
    assertThat(json("text\nso good and warm\nso\0bad and cold\nso good\n".getBytes(UTF_8), UTF_8))
        .containsExactly(
            "{\"text\":\"so good and warm\"}",
            RowFault.zero(3, 15).toString(),
            "{\"text\":\"so good\"}");
  }

  @Test
  void leavesItToTheParserWhereARowIsNoUtf8() throws IOException {
    byte[] latin = "{\"text\":\"caf\u00e9\"}".getBytes(ISO_8859_1);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(latin);
    file.writeBytes(("\n" + ROW).getBytes(UTF_8));

    assertThat(rows(file.toByteArray(), UTF_8).get(0).json()).isEqualTo(latin);
  }

  @Test
  void readsAPipeTwiceFromACopy() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Thread writer =
        new Thread(
            () -> {
              try {
                Files.writeString(pipe, ROW);
              } catch (IOException failure) {
                throw new AssertionError(failure);
              }
            });
    DatasetFile piped = DatasetFile.of(pipe, UTF_8);
    piped.check();
    writer.start();
    DatasetFile file = piped.readableTwice(folder, "copy");
    writer.join();

    assertThat(rows(file)).hasSize(1);
    assertThat(rows(file)).hasSize(1);
    assertThat(file.path()).isEqualTo(pipe);
  }

  @Test
  void saysWhyAPipeCannotBeCopied() {
    DatasetFile piped = DatasetFile.of(Path.of("/dev/null"), UTF_8);
    Path none = folder.resolve("none");

    assertThatThrownBy(() -> piped.readableTwice(none, "copy"))
        .hasMessage(
            "Copying the data set /dev/null, which can be read only once, to %s: expected room for"
                    .formatted(none)
                + " all of it, found this: NoSuchFileException: %s. Make room there, or give --dataset a file."
                    .formatted(none.resolve("copy")));
  }

  @Test
  void saysWhyAFileCannotBeReadOn() {
    assertThat(
            DatasetErrors.because(Path.of("a"), UTF_8, new IOException("Input/output error."))
                .getMessage())
        .isEqualTo(
            "Reading the data set a: expected a file that can be read, found this: Input/output"
                + " error. Check the path and the file given to --dataset.");
  }

  private List<String> json(byte[] bytes, Charset charset) throws IOException {
    List<String> all = new ArrayList<>();
    for (Row row : rows(bytes, charset)) {
      byte @Nullable [] json = row.json();
      all.add(json == null ? String.valueOf(row.fault()) : new String(json, UTF_8));
    }
    return all;
  }

  private List<Row> rows(byte[] bytes, Charset charset) throws IOException {
    return rows(DatasetFile.of(file(bytes), charset));
  }

  static List<Row> rows(DatasetFile file) throws IOException {
    List<Row> all = new ArrayList<>();
    try (Rows rows = file.open()) {
      for (Row row = rows.next(); row != null; row = rows.next()) {
        all.add(row);
      }
    }
    return all;
  }

  private Path file(byte[] bytes) throws IOException {
    return Files.write(Files.createTempFile(folder, "set", ""), bytes);
  }

  private static byte[] marked(byte[] bytes, Charset charset) {
    ByteArrayOutputStream marked = new ByteArrayOutputStream();
    marked.writeBytes("\uFEFF".getBytes(charset));
    marked.writeBytes(bytes);
    return marked.toByteArray();
  }
}
