package io.undertone.job.dataset;

import static io.undertone.job.dataset.DatasetFileTest.rows;
import static io.undertone.job.dataset.RefusedFilesTest.assertRefused;
import static io.undertone.job.dataset.Zipped.zipped;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of other programs are named, with what to do about them. */
class ForeignFilesTest {

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "504152311504, a Parquet file, Save it as JSONL or CSV",
    "28b52ffd0458, a Zstandard file, Unpack it",
    "fd377a585a00, an xz file, Unpack it",
    "425a68393141, a bzip2 file, Unpack it",
    "04224d186440, an lz4 file, Unpack it",
    "02214c181000, an lz4 file, Unpack it",
    "5d0000800000, an LZMA file, Unpack it",
    "894c5a4f000d0a1a0a10, an lzop file, Unpack it",
    "1f9d907b4408, a file of Unix compress, Unpack it",
    "ff060000734e61507059, a Snappy file, Unpack it",
    "82534e415050590000, a Snappy file, Unpack it",
    "53455106196f7267, a sequence file of Hadoop, Save it as JSONL or CSV",
    "377abcaf271c, a 7z archive, Unpack it",
    "526172211a07, a rar archive, Unpack it",
    "d0cf11e0a1b1, a Microsoft Office file, Save it as JSONL or CSV",
    "4f5243000000, an ORC file, Save it as JSONL or CSV",
    "4f626a010204, an Avro file, Save it as JSONL or CSV",
    "4152524f5731, an Arrow file, Save it as JSONL or CSV",
    "53514c69746520666f726d6174203300, an SQLite database, Save it as JSONL or CSV",
    "255044462d31, a PDF, Save it as JSONL or CSV",
    "464541310000, a Feather file, Save it as JSONL or CSV",
    "8004950c0000, a pickle of Python, Save it as JSONL or CSV",
    "8005950c0000, a pickle of Python, Save it as JSONL or CSV",
    "934e554d505901, an array of NumPy, Save it as JSONL or CSV",
    "894844460d0a1a0a, an HDF5 file, Save it as JSONL or CSV",
    "580a000000030004, an object of R, Save it as JSONL or CSV",
    "524458320a580a00, a data file of R, Save it as JSONL or CSV",
    "524458330a580a00, a data file of R, Save it as JSONL or CSV",
    "24464c324028, a file of SPSS, Save it as JSONL or CSV",
    "3c73746174615f6474613e3c, a file of Stata, Save it as JSONL or CSV",
    "789cab562a, a zlib stream, Unpack it",
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
  void saysThatHadoopsChecksumsAreNoData() throws IOException {
    assertRefused(
        file(HexFormat.of().parseHex("63726300000002001f2e3d4c")),
        UTF_8,
        "found a file of checksums, as Hadoop writes it. Leave it out of --dataset: the data are in"
            + " the file beside it.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ORCID", "PAR1", "ARROW1"})
  void takesATableWhoseFirstColumnIsCalledAsTheseBegin(String column) throws IOException {
    byte[] table = (column + ",text\n0000-0002,good\n").getBytes(UTF_8);

    assertThat(rows(DatasetFile.of(file(table), UTF_8)))
        .extracting(row -> new String(Objects.requireNonNull(row.json()), UTF_8))
        .containsExactly("{\"%s\":\"0000-0002\",\"text\":\"good\"}".formatted(column));
  }

  @Test
  void namesArchives() throws IOException {
    byte[] tar = new byte[1024];
    System.arraycopy("reviews.jsonl".getBytes(UTF_8), 0, tar, 0, 13);
    System.arraycopy("ustar".getBytes(UTF_8), 0, tar, 257, 5);

    assertRefused(file(archive("reviews.jsonl")), UTF_8, "found a zip archive. Unpack it");
    assertRefused(file(tar), UTF_8, "found a tar archive. Unpack it");
    assertRefused(file(zipped(tar)), UTF_8, "found a tar archive. Unpack it");
    assertRefused(file(zipped(zipped(tar))), UTF_8, "found gzip within gzip. Unpack it");
  }

  @ParameterizedTest
  @CsvSource({
    "[Content_Types].xml, a Microsoft Office file",
    "docProps/app.xml, a Microsoft Office file",
    "xl/worksheets/sheet1.xml, a Microsoft Office file",
    "Index/Tables/DataList-1.iwa, a document of Numbers",
  })
  void namesASpreadsheetByTheFilesInIt(String entry, String kind) throws IOException {
    assertRefused(
        file(archive(entry)), UTF_8, "found %s. Save it as JSONL or CSV, and".formatted(kind));
  }

  @Test
  void namesAnOpenDocumentByTheTypeAtItsBeginning() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] type = "application/vnd.oasis.opendocument.spreadsheet".getBytes(UTF_8);
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      out.setMethod(ZipOutputStream.STORED);
      ZipEntry entry = new ZipEntry("mimetype");
      CRC32 sum = new CRC32();
      sum.update(type);
      entry.setCrc(sum.getValue());
      entry.setSize(type.length);
      out.putNextEntry(entry);
      out.write(type);
    }

    assertRefused(
        file(bytes.toByteArray()), UTF_8, "found an OpenDocument file. Save it as JSONL or CSV");
  }

  private Path file(byte[] bytes) throws IOException {
    return Files.write(Files.createTempFile(folder, "set", ""), bytes);
  }

  private static byte[] archive(String entry) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      out.putNextEntry(new ZipEntry(entry));
      out.write("{}".getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }
}
