package io.undertone.job.dataset;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** File formats that are no data sets, detected by magic bytes. */
@SuppressWarnings("ImmutableEnumChecker") // a compiled pattern
enum ForeignKind {
  PARQUET("a Parquet file", 0, "50415231", Remedy.CONVERT),
  ZSTANDARD("a Zstandard file", 0, "28B52FFD", Remedy.UNPACK),
  XZ("an xz file", 0, "FD377A585A00", Remedy.UNPACK),
  BZIP2("a bzip2 file", 0, "425A68", Remedy.UNPACK),
  LZ4("an lz4 file", 0, "04224D18", Remedy.UNPACK),
  LZ4_LEGACY("an lz4 file", 0, "02214C18", Remedy.UNPACK),
  LZMA("an LZMA file", 0, "5D0000", Remedy.UNPACK),
  LZOP("an lzop file", 0, "894C5A4F000D0A1A0A", Remedy.UNPACK),
  COMPRESS("a file of Unix compress", 0, "1F9D", Remedy.UNPACK),
  SNAPPY("a Snappy file", 0, "FF060000734E61507059", Remedy.UNPACK),
  SNAPPY_OF_JAVA("a Snappy file", 0, "82534E41505059", Remedy.UNPACK),
  SEVEN_ZIP("a 7z archive", 0, "377ABCAF", Remedy.UNPACK),
  RAR("a rar archive", 0, "52617221", Remedy.UNPACK),
  TAR("a tar archive", 257, "7573746172", Remedy.UNPACK),
  GZIP("gzip within gzip", 0, "1F8B", Remedy.UNPACK),
  OFFICE_ZIPPED("a Microsoft Office file", "\\[Content_Types]\\.xml|docProps/|xl/work"),
  OPEN_DOCUMENT("an OpenDocument file", "mimetypeapplication/vnd\\.oasis\\.opendocument"),
  NUMBERS("a document of Numbers", "Index/[A-Za-z0-9/-]+\\.iwa"),
  ZIP("a zip archive", 0, "504B0304", Remedy.UNPACK),
  OFFICE("a Microsoft Office file", 0, "D0CF11E0", Remedy.CONVERT),
  ORC("an ORC file", 0, "4F5243", Remedy.CONVERT),
  SEQUENCE("a sequence file of Hadoop", 0, "53455106", Remedy.CONVERT),
  AVRO("an Avro file", 0, "4F626A01", Remedy.CONVERT),
  ARROW("an Arrow file", 0, "4152524F5731", Remedy.CONVERT),
  SQLITE("an SQLite database", 0, "53514C69746520666F726D6174203300", Remedy.CONVERT),
  FEATHER("a Feather file", 0, "46454131", Remedy.CONVERT),
  PICKLE_4("a pickle of Python", 0, "800495", Remedy.CONVERT),
  PICKLE_5("a pickle of Python", 0, "800595", Remedy.CONVERT),
  NUMPY("an array of NumPy", 0, "934E554D5059", Remedy.CONVERT),
  HDF5("an HDF5 file", 0, "894844460D0A1A0A", Remedy.CONVERT),
  R_OBJECT("an object of R", 0, "580A000000", Remedy.CONVERT),
  R_DATA_2("a data file of R", 0, "524458320A580A", Remedy.CONVERT),
  R_DATA_3("a data file of R", 0, "524458330A580A", Remedy.CONVERT),
  SPSS("a file of SPSS", 0, "24464C32", Remedy.CONVERT),
  STATA("a file of Stata", 0, "3C73746174615F6474613E", Remedy.CONVERT),
  ZLIB("a zlib stream", 0, "789C", Remedy.UNPACK),
  CHECKSUMS("a file of checksums, as Hadoop writes it", 0, "63726300", Remedy.LEAVE_OUT),
  PDF("a PDF", 0, "255044462D", Remedy.CONVERT);

  private final String found;
  private final int offset;
  private final String magic; // in hexadecimal
  private final Remedy remedy;
  private final @Nullable Pattern entries; // of a zip archive, some of their names

  ForeignKind(String found, int offset, String magic, Remedy remedy) {
    this(found, offset, magic, remedy, null);
  }

  /** A document of several files, zipped; programs write them in any order. */
  ForeignKind(String found, String entries) {
    this(found, 0, "504B0304", Remedy.CONVERT, Pattern.compile(entries));
  }

  ForeignKind(String found, int offset, String magic, Remedy remedy, @Nullable Pattern entries) {
    this.found = found;
    this.offset = offset;
    this.magic = magic;
    this.remedy = remedy;
    this.entries = entries;
  }

  /** Bytes within which all formats but PDF have a control character, which text has none of. */
  private static final int TEXT_BYTES = 1024;

  /**
   * The format that begins with these bytes. A text is none of them: the first column of a CSV file
   * may be called ORCID.
   */
  static Optional<ForeignKind> of(byte[] head) {
    return Arrays.stream(values()).filter(each -> each.fits(head)).findFirst();
  }

  String found() {
    return found;
  }

  String remedy() {
    return remedy.sentence;
  }

  private boolean fits(byte[] head) {
    int end = offset + magic.length() / 2;
    return head.length >= end
        && HexFormat.of().withUpperCase().formatHex(head, offset, end).equals(magic)
        && (this == PDF || !isText(head))
        && (entries == null || entries.matcher(new String(head, ISO_8859_1)).find());
  }

  private static boolean isText(byte[] head) {
    return new String(head, 0, Math.min(head.length, TEXT_BYTES), ISO_8859_1)
        .chars()
        .allMatch(c -> c >= ' ' || c == '\t' || c == '\r' || c == '\n');
  }

  private enum Remedy {
    UNPACK("Unpack it, and give the file inside to --dataset."),
    CONVERT("Save it as JSONL or CSV, and give that to --dataset."),
    LEAVE_OUT("Leave it out of --dataset: the data are in the file beside it.");

    private final String sentence;

    Remedy(String sentence) {
      this.sentence = sentence;
    }
  }
}
