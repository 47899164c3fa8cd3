package io.undertone.operator.parse;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.undertone.operator.settings.RecordFormat;
import io.undertone.operator.settings.RecordFormat.Value;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no JSON in UTF-8 is told by what it looks like. */
class ForeignBytesTest {

  private static final String REVIEW =
      "{\"user_id\":\"ann\",\"review_id\":\"r\",\"text\":\"schön\"}";

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "x-UTF-16LE-BOM"})
  void knowsUtf16(String charset) {
    assertThat(told(REVIEW.getBytes(Charset.forName(charset))))
        .isEqualTo("not_utf8: it looks like UTF-16: send UTF-8");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-32BE", "UTF-32LE", "X-UTF-32BE-BOM", "X-UTF-32LE-BOM"})
  void knowsUtf32(String charset) {
    assertThat(told(REVIEW.getBytes(Charset.forName(charset))))
        .isEqualTo("not_utf8: it looks like UTF-32: send UTF-8");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", " {}", "\"\u4f00\"", "\n{\"a\":1}", "[1]"})
  void knowsUtf16WhateverFollowsTheFirstCharacter(String text) {
    assertThat(told(text.getBytes(UTF_16LE)))
        .isEqualTo("not_utf8: it looks like UTF-16: send UTF-8");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "13000000027465787400040000006162630000",
        "14000000027465787400050000006162636400" + "00",
        "0c0000001061000100000000",
      })
  void knowsBson(String bytes) {
    assertThat(told(HexFormat.of().parseHex(bytes)))
        .isEqualTo("not_json: it looks like BSON, as MongoDB's: send JSON");
  }

  @Test
  void knowsJsonInAnotherEncoding() {
    assertThat(told(REVIEW.getBytes(ISO_8859_1)))
        .isEqualTo("not_utf8: byte 44 of 48: JSON in another encoding? Send UTF-8");
  }

  @Test
  void knowsAZeroAtTheEnd() {
    assertThat(told((REVIEW + "\0").getBytes(UTF_8)))
        .isEqualTo(
            "not_json: near byte 50 of 50: a zero behind it, as texts of C end in: leave it out");
  }

  @Test
  void knowsGzipInBase64() {
    assertThat(told("H4sIAAAAAAAAA6tWKi1OLYrPTFGyUkrMy1PSUQIA".getBytes(UTF_8)))
        .endsWith("it looks like gzip in base64: send it unpacked, as JSON in UTF-8");
  }

  @Test
  void knowsGzip() throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
      out.write(REVIEW.getBytes(UTF_8));
    }
    assertThat(told(zipped.toByteArray()))
        .startsWith("not_utf8: byte 1 of ")
        .endsWith(": it looks like gzip: send it unpacked, as JSON in UTF-8");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "28b52ffd0458 | not_utf8: byte 1 of 6: it looks like zstd: send it unpacked, as JSON in UTF-8",
        "fd377a585a00 | not_utf8: byte 0 of 6: it looks like xz: send it unpacked, as JSON in UTF-8",
        "425a683931ff | not_utf8: byte 5 of 6: it looks like bzip2: send it unpacked, as JSON in UTF-8",
        "82534e415050 | not_utf8: byte 0 of 6: it looks like Snappy: send it unpacked, as JSON in UTF-8",
        "ff060000734e | not_utf8: byte 0 of 6: it looks like Snappy: send it unpacked, as JSON in UTF-8",
        "789cab56ff   | not_utf8: byte 1 of 5: it looks like zlib: send it unpacked, as JSON in UTF-8",
        "65794a305a58 | not_json: near byte 6 of 6: it looks like base64: send it unpacked, as JSON in UTF-8",
        "4f626a0104   | not_json: near byte 5 of 5: it looks like an Avro file: send JSON",
        "c30188       | not_utf8: byte 0 of 3: it looks like Avro: send JSON",
        "aced00057400 | not_utf8: byte 0 of 6: it looks like a serialized Java object: send JSON",
        "0a03616e6e   | not_json: near byte 2 of 5: it looks binary, such as Avro or Protobuf: send JSON",
        "0a03ffee     | not_utf8: byte 2 of 4: it looks binary, such as Avro or Protobuf: send JSON",
        "1e7b7d       | not_json: near byte 1 of 3: it looks like a record separator before the"
            + " JSON, as RFC 7464 has it: leave it out",
        "65776f696153 | not_json: near byte 6 of 6: it looks like base64: send it unpacked, as JSON"
            + " in UTF-8",
        "3c61202f3e   | not_json: near byte 0 of 5: it looks like XML: send JSON",
      })
  void knowsOtherKinds(String bytes, String told) {
    assertThat(told(HexFormat.of().parseHex(bytes))).isEqualTo(told);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'user_id':'ann'} | it looks like Python's own notation: send what json.dumps makes of it",
        "{\"a\":None} | it looks like Python's own notation: send what json.dumps makes of it",
        "{\"a\":True} | it looks like Python's own notation: send what json.dumps makes of it",
        "{\"a\":NaN} | NaN and Infinity are no JSON: send null, or leave the field out",
        "{\"a\":-Infinity} | NaN and Infinity are no JSON: send null, or leave the field out",
        "{\"a\":\"b | the JSON ends too early: send all of it",
        "{\"a\":1 /* b */} | a comment, which JSON has not: leave it out",
        "// b | a comment, which JSON has not: leave it out",
        "{\"a\":1,} | a comma before a closing brace: leave it out",
        "{a:1} | a name without double quotes: put each name and text between them",
        "{\"a\":\"it\\'s\"} | a backslash before what JSON does not escape: double it, or leave it out",
        "{\"a\":b} | it is no JSON from there on: send one object",
        "user_id=ann | it is no JSON from there on: send one object",
        "{\"a\":\"b\u0001\"} | a control character, such as a line's end, within a text: escape it",
        "{\"user_id\":\"a\",\"review_id\":\"1\",\"text\":\"\"}, | a comma behind the object, as between those of an array: leave it out",
      })
  void saysWhatIsNoJson(String value, String seen) {
    assertThat(told(value.getBytes(UTF_8))).startsWith("not_json: near byte ").endsWith(seen);
  }

  @Test
  void saysThatATextIsNotEscaped() {
    assertThat(told("{\"text\":\"so\ngood\"}".getBytes(UTF_8)))
        .isEqualTo(
            "not_json: near byte 11 of 18: a control character, such as a line's end, within a"
                + " text: escape it");
  }

  private static String told(byte[] value) {
    RecordReader reader = Records.reader(Value.JSON, RecordFormat.Key.TEXT);
    return Records.told(reader.read(Records.of(null, value)));
  }
}
