package io.undertone.job.dataset;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is a data set, and what each other kind of file is told to be. */
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
        .isEqualTo(new RowFault("not_utf8", "15 bytes that are not all GB18030: check --encoding"));
    assertThat(rows.get(2).fault()).isNull();
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
  void saysThatThereIsNoFile() {
    assertRefused(
        folder.resolve("none.jsonl"),
        UTF_8,
        "expected a file that can be read, found none. Check the path given to --dataset.");
    assertRefused(
        folder,
        UTF_8,
        "expected a file that can be read, found a folder. Check the path given to --dataset.");
  }

  @Test
  void saysThatAFileIsEmpty() throws IOException {
    String empty =
        "expected JSONL, one JSON array or CSV, plain or gzip, found an empty file. Give another"
            + " --dataset, or leave it out.";
    assertRefused(file(new byte[0]), UTF_8, empty);
    assertRefused(file(zipped(new byte[0])), UTF_8, empty);
  }

  @ParameterizedTest
  @CsvSource({
    "504152311504, a Parquet file, Save it as JSONL or CSV",
    "28b52ffd0458, a Zstandard file, Unpack it",
    "fd377a585a00, an xz file, Unpack it",
    "425a68393141, a bzip2 file, Unpack it",
    "04224d186440, an lz4 file, Unpack it",
    "377abcaf271c, a 7z archive, Unpack it",
    "526172211a07, a rar archive, Unpack it",
    "d0cf11e0a1b1, an Excel workbook, Save it as JSONL or CSV",
    "4f5243000000, an ORC file, Save it as JSONL or CSV",
    "4f626a010204, an Avro file, Save it as JSONL or CSV",
    "4152524f5731, an Arrow file, Save it as JSONL or CSV",
    "53514c69746520666f726d6174203300, an SQLite database, Save it as JSONL or CSV",
    "255044462d31, a PDF, Save it as JSONL or CSV",
  })
  void namesAFileOfAnotherKind(String head, String kind, String remedy) throws IOException {
    byte[] bytes = Arrays.copyOf(HexFormat.of().parseHex(head), 600);

    assertRefused(
        file(bytes),
        UTF_8,
        "expected JSONL, one JSON array or CSV, plain or gzip, found %s. %s, and give"
            .formatted(kind, remedy));
  }

  @Test
  void namesArchives() throws IOException {
    byte[] tar = new byte[1024];
    System.arraycopy("reviews.jsonl".getBytes(UTF_8), 0, tar, 0, 13);
    System.arraycopy("ustar".getBytes(UTF_8), 0, tar, 257, 5);

    assertRefused(file(archive("reviews.jsonl")), UTF_8, "found a zip archive. Unpack it");
    assertRefused(file(archive("[Content_Types].xml")), UTF_8, "found an Excel workbook. Save it");
    assertRefused(file(tar), UTF_8, "found a tar archive. Unpack it");
    assertRefused(file(zipped(tar)), UTF_8, "found a tar archive. Unpack it");
    assertRefused(file(zipped(zipped(tar))), UTF_8, "found gzip within gzip. Unpack it");
  }

  @Test
  void saysThatAGzipFileIsCutOff() throws IOException {
    byte[] whole = zipped("x".repeat(100_000).getBytes(UTF_8));

    assertRefused(
        file(Arrays.copyOf(whole, whole.length / 2)),
        UTF_8,
        "expected a whole gzip file, found one that is cut off or damaged. Check the path and the"
            + " file given to --dataset.");
  }

  @Test
  void saysThatAGzipFileIsCutOffFarBehindItsBeginning() throws IOException {
    byte[] whole = zipped((ROW + "\n").repeat(100_000).getBytes(UTF_8));
    DatasetFile file = DatasetFile.of(file(Arrays.copyOf(whole, whole.length - 100)));

    file.check();
    assertThatThrownBy(() -> rows(file))
        .hasMessageContaining("expected a whole gzip file, found one that is cut off or damaged");
  }

  @Test
  void saysThatTheEncodingIsAnother() throws IOException {
    String chinese = "{\"text\":\"很好\"}\n{\"text\":\"很差\"}\n";
    String remedy = ". Name the encoding by --encoding, such as utf-16le, gb18030 or windows-1252.";

    assertRefused(
        file(chinese.getBytes(GB18030)),
        UTF_8,
        "expected text in UTF-8, found none in its first 2 lines" + remedy);
    assertRefused(
        file(chinese.getBytes(UTF_16LE)),
        UTF_8,
        "expected text in UTF-8, found a zero as byte 1, so UTF-16 or no text" + remedy);
    assertRefused(
        file(chinese.getBytes(UTF_8)),
        UTF_16LE,
        "expected text in UTF-16LE, found no bracket, separator or letter that is" + remedy);
    assertRefused(
        file("text,stars\n很好,5\n很差,1\n".getBytes(GB18030)),
        UTF_8,
        "expected text in UTF-8, found none in its first 2 lines" + remedy);
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
    DatasetFile piped = DatasetFile.of(pipe);
    piped.check();
    writer.start();
    DatasetFile file = piped.readableTwice(folder, "copy");
    writer.join();

    assertThat(rows(file)).hasSize(1);
    assertThat(rows(file)).hasSize(1);
    assertThat(file.path()).isEqualTo(pipe);
  }

  private static void assertRefused(Path file, Charset charset, String message) {
    assertThatThrownBy(() -> DatasetFile.of(file, charset).check())
        .hasMessageStartingWith("Reading the data set " + file + ": ")
        .hasMessageContaining(message);
  }

  @Test
  void saysThatAnArrayIsInAnotherEncoding() {
    byte[] latin = "[{\"text\":\"caf\u00e9\"}]".getBytes(StandardCharsets.ISO_8859_1);

    assertThatThrownBy(() -> rows(latin, GB18030))
        .hasMessageContaining("expected text in GB18030, found bytes that are not");
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

  private static byte[] zipped(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }

  private static byte[] archive(String entry) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      out.putNextEntry(new ZipEntry(entry));
      out.write(ROW.getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }
}
