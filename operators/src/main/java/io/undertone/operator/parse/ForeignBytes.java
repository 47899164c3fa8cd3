package io.undertone.operator.parse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Describes bytes that are no JSON in UTF-8, and what to do: by byte-order marks, magic bytes and
 * the syntax of other notations, never by their content. Stateless.
 */
final class ForeignBytes {

  /** First bytes, in hexadecimal, of other formats that are common on Kafka. */
  private static final Map<String, String> MAGIC =
      Map.ofEntries(
          packed("1f8b", "gzip"),
          packed("28b52ffd", "zstd"),
          packed("04224d18", "lz4"),
          packed("504b0304", "zip"),
          packed("fd377a58", "xz"),
          packed("425a6839", "bzip2"),
          packed("82534e41", "Snappy"), // as Java's stream frames it
          packed("ff060000", "Snappy"),
          packed("7801", "zlib"),
          packed("789c", "zlib"),
          packed("78da", "zlib"),
          packed("65794a", "base64"), // of what begins with a brace and a quote
          packed("65776f", "base64"), // of a brace and a line's end
          packed("48347349", "gzip in base64"),
          Map.entry("1e7b", "a record separator before the JSON, as RFC 7464 has it: leave it out"),
          Map.entry("4f626a01", "an Avro file: send JSON"),
          Map.entry("c301", "Avro: send JSON"),
          Map.entry("aced0005", "a serialized Java object: send JSON"),
          Map.entry("3c", "XML: send JSON"));

  private static final String BINARY = "binary, such as Avro or Protobuf: send JSON";

  /** Bytes at the beginning that are searched for control characters, which text has none of. */
  private static final int HEAD_BYTES = 16;

  /** Length of an empty document. */
  private static final int BSON_BYTES_MIN = 5;

  private static final int BSON_TYPE_MAX = 0x13;

  private ForeignBytes() {}

  private static Map.Entry<String, String> packed(String magic, String name) {
    return Map.entry(magic, name + ": send it unpacked, as JSON in UTF-8");
  }

  /** Whether the bytes begin like text in an 8-bit encoding, as nearly all values do. */
  static boolean beginsAsText(byte[] bytes) {
    return bytes.length > 1 && bytes[0] >= ' ' && bytes[1] != 0;
  }

  /** Whether the bytes are a document of BSON: its length, a type, and a zero at the end. */
  static boolean isBson(byte[] bytes) {
    return bytes.length > BSON_BYTES_MIN
        && Integer.reverseBytes(firstFour(bytes)) == bytes.length
        && bytes[4] > 0
        && bytes[4] <= BSON_TYPE_MAX
        && bytes[bytes.length - 1] == 0;
  }

  /** UTF-16 or UTF-32, if the bytes seem to be JSON in it; else null. */
  static @Nullable String wideEncoding(byte[] bytes) {
    int first = firstFour(bytes);
    if (bytes.length < 2) {
      return null;
    }
    if (first == 0xFFFE0000 || first == 0x0000FEFF || isWide32(bytes, first)) {
      return "UTF-32";
    }
    int pair = first >>> 16;
    boolean bigEndian = first >>> 24 == 0 && JsonBytes.opens(pair) && (first & 0xFF00) == 0;
    return pair == 0xFFFE || pair == 0xFEFF || bigEndian || isLittle16(bytes, first)
        ? "UTF-16"
        : null;
  }

  /** Describes a value that is not valid UTF-8, from the faulty byte on. */
  static String notUtf8(byte[] bytes, int start, int fault) {
    String magic = magic(bytes, start);
    String seen =
        magic != null
            ? "it looks like " + magic
            : JsonBytes.opens(JsonBytes.firstVisible(bytes, start))
                ? "JSON in another encoding? Send UTF-8"
                : "it looks " + BINARY;
    return "byte %d of %d: %s".formatted(fault, bytes.length, seen);
  }

  /** Describes a value that is valid UTF-8, but no JSON. */
  static String notJson(byte[] bytes, int start, JsonProcessingException refused) {
    long at = refused.getLocation() == null ? 0 : refused.getLocation().getByteOffset();
    return "near byte %d of %d: %s".formatted(at, bytes.length, seen(bytes, start, refused));
  }

  private static String seen(byte[] bytes, int start, JsonProcessingException refused) {
    String message = String.valueOf(refused.getOriginalMessage());
    String magic = magic(bytes, start);
    if (magic != null) {
      return "it looks like " + magic;
    }
    if (hasControls(bytes, start) && JsonBytes.firstVisible(bytes, start) != '{') {
      return "it looks " + BINARY;
    }
    if (bytes[bytes.length - 1] == 0) {
      return "a zero behind it, as texts of C end in: leave it out";
    }
    if (message.startsWith("Non-standard token")) {
      return "NaN and Infinity are no JSON: send null, or leave the field out";
    }
    if (message.startsWith("Unexpected character (''")
        || message.matches("(?s)Unrecognized token '(?:None|True|False)'.*")) {
      return "it looks like Python's own notation: send what json.dumps makes of it";
    }
    if (message.matches("(?s)Unrecognized token '(?:ObjectId|ISODate|Number[A-Z]).*")) {
      return "it looks like the notation of MongoDB's shell: send what mongoexport writes";
    }
    if (message.startsWith("Illegal unquoted character")) {
      return "a control character, such as a line's end, within a text: escape it";
    }
    if (message.startsWith("Unrecognized character escape")) {
      return "a backslash before what JSON does not escape: double it, or leave it out";
    }
    if (message.startsWith("Unexpected character ('}'") && message.contains("start field name")) {
      return "a comma before a closing brace: leave it out";
    }
    if (message.contains("double-quote to start field name")) {
      return "a name without double quotes: put each name and text between them";
    }
    if (message.startsWith("Unexpected character ('/'")) {
      return "a comment, which JSON has not: leave it out";
    }
    if (message.startsWith("Unexpected character (','") && endsIn(',', bytes)) {
      return "a comma behind the object, as between those of an array: leave it out";
    }
    if (refused instanceof JsonEOFException) {
      return "the JSON ends too early: send all of it";
    }
    return "it is no JSON from there on: send one object";
  }

  private static @Nullable String magic(byte[] bytes, int start) {
    String head = HexFormat.of().formatHex(bytes, start, Math.min(bytes.length, start + 4));
    for (Map.Entry<String, String> magic : MAGIC.entrySet()) {
      if (head.startsWith(magic.getKey())) {
        return magic.getValue();
      }
    }
    return null;
  }

  private static boolean hasControls(byte[] bytes, int start) {
    for (int at = start; at < Math.min(bytes.length, start + HEAD_BYTES); at++) {
      if (bytes[at] >= 0 && bytes[at] < ' ' && !JsonBytes.isBlank(bytes[at])) {
        return true;
      }
    }
    return false;
  }

  private static boolean endsIn(char last, byte[] bytes) {
    int end = bytes.length;
    while (end > 0 && JsonBytes.isBlank(bytes[end - 1])) {
      end--;
    }
    return end > 0 && bytes[end - 1] == last;
  }

  private static int firstFour(byte[] bytes) {
    int four = 0;
    for (int at = 0; at < 4; at++) {
      four = four << 8 | (at < bytes.length ? bytes[at] & 0xFF : 0);
    }
    return four;
  }

  /** Whether the first two units are of UTF-16, the low byte first: one of ASCII, and no zero. */
  private static boolean isLittle16(byte[] bytes, int four) {
    boolean ascii = (bytes[0] >= ' ' || JsonBytes.isBlank(bytes[0])) && bytes[1] == 0;
    boolean more = bytes.length < 4 || JsonBytes.opens(bytes[0]) || bytes[3] == 0;
    return ascii && more && (bytes.length < 4 || (four & 0xFFFF) != 0);
  }

  private static boolean isWide32(byte[] bytes, int first) {
    boolean whole = bytes.length % 4 == 0 && bytes.length >= 8;
    boolean bigEndian =
        JsonBytes.opens(first) && bytes.length >= 8 && bytes[4] == 0 && bytes[5] == 0;
    boolean littleEndian =
        first != 0
            && (first & 0xFFFFFF) == 0
            && whole
            && bytes[5] == 0
            && bytes[6] == 0
            && bytes[7] == 0;
    return whole && (bigEndian || littleEndian);
  }
}
