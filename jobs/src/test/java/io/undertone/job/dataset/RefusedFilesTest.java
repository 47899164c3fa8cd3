package io.undertone.job.dataset;

import static io.undertone.job.dataset.DatasetFileTest.rows;
import static io.undertone.job.dataset.Zipped.zipped;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no data set, or one that is damaged, and what its owner is told. */
class RefusedFilesTest {

  private static final Charset GB18030 = Charset.forName("gb18030");
  private static final String ROW = "{\"text\":\"crème 好\"}";

  @TempDir Path folder;

  @Test
  void saysThatAFileIsEmpty() throws IOException {
    String empty =
        "expected JSONL, one JSON array or CSV, plain or gzip, found an empty file. Give another"
            + " --dataset, or leave it out.";
    assertRefused(file(new byte[0]), UTF_8, empty);
    assertRefused(file(zipped(new byte[0])), UTF_8, empty);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<!DOCTYPE html>$<html><body>no such file</body></html> | a page of HTML. Fetch the file",
        "$ <HTML lang='en'>$</HTML> | a page of HTML. Fetch the file itself",
        "<reviews>$  <review id='1'>good</review>$ | XML. Save it as JSONL or CSV",
        "<table class='a'><tr> | XML. Save it as JSONL or CSV",
        ")]}'$[{'text':'good'}] | JavaScript around JSON. Take the JSON out of it",
        "let data = [{'text':'good'}]; | JavaScript around JSON. Take the JSON out of it",
        "take([{'text':'good'}]); | JavaScript around JSON. Take the JSON out of it",
        "<?xml version='1.0'?>$<reviews/> | XML. Save it as JSONL or CSV",
        "version https://git-lfs.github.com/spec/v1$size 5 | a pointer of Git LFS. Fetch the file",
        "-- MySQL dump 10.13$INSERT INTO `r` VALUES (1,'good'); | a script of SQL. Load it into",
        "--$-- PostgreSQL database dump$--$COPY r FROM stdin; | a script of SQL. Load it into",
        "'+----+$| id |$+----+' | a table with lines around it, as MySQL prints it. Write it by mysql",
        "product/productId: B1$review/text: good$$ | a name and a value a line, as SNAP's reviews",
        "CREATE TABLE r (text TEXT);$ | a script of SQL. Load it into",
        "/*M!999999\\- enable the sandbox mode */ $-- MariaDB dump 10.19 | a script of SQL. Load it",
        "PRAGMA foreign_keys=OFF;$BEGIN TRANSACTION;$ | a script of SQL. Load it into",
        "BEGIN;$COPY r FROM stdin;$ | a script of SQL. Load it into",
        "SET sql_mode = '';$INSERT | a script of SQL. Load it into",
        "- user_id: ann$  text: good$ | YAML. Write an object a line, such as by yq",
        "---$reviews:$  - text: good$ | YAML. Write an object a line, such as by yq",
        "[[reviews]]$text = 'good'$ | TOML. Save it as JSONL or CSV",
        "{\\rtf1\\ansi text$} | rich text, as an editor saves it. Save it as plain text",
        "-[ RECORD 1 ]--$text $ | a name and a value a line, as psql prints it with \\x. Write",
        "window.YTD.tweets.part0 = [$  { | JavaScript, as in an archive of X. Write an object a line",
      })
  void namesATextOfAnotherKind(String text, String told) throws IOException {
    byte[] lines = text.replace('$', '\n').getBytes(UTF_8);
    assertRefused(file(lines), UTF_8, "plain or gzip, found " + told);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "html,text\n<html>,good\n",
        "<3,text\n1,good\n",
        "version,text\n1,good\n",
        "window,text\n1,good\n",
        "-- text\ngood\n",
        "insert,text\n1,good\n",
        "begin;end;text\n1;2;good\n",
        "set,text\n1,good\n",
        "- a,text\n1,good\n",
        "user_id\ttext\nann\tgood\n\\N\tbad\n",
        "1\ttext\nann\tgood\n",
        "{\"votes\":{\"0\":1},\"text\":\"good\"}\n",
        "{\"votes\":{\"0\":1}}\n{\"text\":\"good\"}\n",
        "{\"0\":{},\"text\":\"good\"}\n",
        "{\"columns\":[\"a\"],\"text\":\"good\"}\n",
        "{}\n",
      })
  void takesATableThatSpeaksOfThese(String table) throws IOException {
    DatasetFile.of(file(table.getBytes(UTF_8)), UTF_8).check();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{'text':'a'}\r{'text':'b'}\r", "{'text':'a'} \r\r {'text':'b'}"})
  void saysThatLinesOfJsonEndInCarriageReturnsAlone(String lines) throws IOException {
    assertRefused(
        file(lines.replace('\'', '"').getBytes(UTF_8)),
        UTF_8,
        "expected lines that end in a line feed, found carriage returns alone. Save it with line"
            + " feeds, such as by tr '\\r' '\\n'.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'text':\r'a'}\r",
        "{'text':'a'}\r{'text':'b'}\n{'text':'c'}\n",
        "[{'text':'a'},\r{'text':'b'}]\r",
      })
  void takesCarriageReturnsBetweenOtherThings(String lines) throws IOException {
    DatasetFile.of(file(lines.replace('\'', '"').getBytes(UTF_8)), UTF_8).check();
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
    DatasetFile file = DatasetFile.of(file(Arrays.copyOf(whole, whole.length - 100)), UTF_8);

    file.check();
    assertThatThrownBy(() -> rows(file))
        .hasMessageContaining("expected a whole gzip file, found one that is cut off or damaged");
  }

  @Test
  void losesNoRowsBehindGzipInSilence() throws IOException {
    byte[] whole = zipped((ROW + "\n").repeat(3).getBytes(UTF_8));
    for (byte[] behind :
        List.of((ROW + "\n").getBytes(UTF_8), new byte[] {0, 9}, inverted(whole))) {
      DatasetFile file = DatasetFile.of(file(joined(whole, behind)), UTF_8);

      assertThatThrownBy(() -> rows(file))
          .hasMessageContaining("expected a whole gzip file, found one that is cut off or damaged");
    }
    assertThat(rows(DatasetFile.of(file(joined(whole, new byte[512])), UTF_8))).hasSize(3);
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
        file(("numbers\0" + "\1".repeat(99) + chinese).getBytes(UTF_8)),
        UTF_8,
        "expected text in UTF-8, found a zero as byte 7, so UTF-16 or no text" + remedy);
    assertRefused(
        file(chinese.getBytes(UTF_8)),
        UTF_16LE,
        "expected text in UTF-16LE, found no bracket, separator or letter that is" + remedy);
    assertRefused(
        file("text,stars\n很好,5\n很差,1\n".getBytes(GB18030)),
        UTF_8,
        "expected text in UTF-8, found none in its first 2 lines" + remedy);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\n  \"user_id\": \"ann\",\n  \"text\": \"t\"\n}\n",
        "{\"reviews\": [\n  {\"text\": \"t\"},\n  {\"text\": \"u\"}\n]}\n",
        "\n{\n\n\"reviews\": [{\"text\": \"t\"}]}",
      })
  void saysThatAnObjectGoesOverSeveralLines(String text) throws IOException {
    assertRefused(
        file(text.getBytes(UTF_8)),
        UTF_8,
        "found one JSON object over several lines. Write an object a line, such as by jq -c . or,"
            + " where they are in an array inside, by jq -c '.reviews[]'.");
  }

  @Test
  void saysThatTheNamesAreNotSeparated() throws IOException {
    assertRefused(
        file("\"user_id\" \"text\"\n\"ann\" \"good\"\n".getBytes(UTF_8)),
        UTF_8,
        "found quotes there that are not around a whole name. Separate the names by commas,"
            + " semicolons, tabs or |, and double a quote inside a name.");
  }

  @Test
  void takesLinesThatAreBrokenInOtherWaysForRows() throws IOException {
    for (String text : List.of("{\n" + ROW + "\n", "{\"text\":\n" + ROW, ROW + "\n{\n", "{\n")) {
      DatasetFile.of(file(text.getBytes(UTF_8)), UTF_8).check();
    }
  }

  @Test
  void saysThatAnArrayIsInAnotherEncoding() {
    byte[] latin = "[{\"text\":\"caf\u00e9\"}]".getBytes(ISO_8859_1);

    assertThatThrownBy(() -> rows(DatasetFile.of(file(latin), GB18030)))
        .hasMessageContaining("expected text in GB18030, found bytes that are not");
  }

  @ParameterizedTest
  @ValueSource(strings = {"IBM037", "IBM1047"})
  void saysThatLinesOfAMainframeEndInAnotherByte(String name) throws IOException {
    Charset ebcdic = Charset.forName(name);
    byte[] table = "text,user_id\ngood,ann\n".getBytes(ebcdic);
    assertThat(rows(DatasetFile.of(file(table), ebcdic))).hasSize(1);
    for (int at = 0; at < table.length; at++) {
      table[at] = table[at] == 0x15 ? 0x25 : table[at];
    }

    assertRefused(
        file(table),
        ebcdic,
        "expected lines in %s that end in the byte 0x15, found lines that end in the byte 0x25. Convert it, such as by iconv -f %s -t UTF-8, and leave out --encoding."
            .formatted(name, name));
  }

  static void assertRefused(Path file, Charset charset, String message) {
    assertThatThrownBy(() -> DatasetFile.of(file, charset).check())
        .hasMessageStartingWith("Reading the data set " + file + ": ")
        .hasMessageContaining(message);
  }

  private Path file(byte[] bytes) throws IOException {
    return Files.write(Files.createTempFile(folder, "set", ""), bytes);
  }

  private static byte[] inverted(byte[] gzip) {
    byte[] damaged = gzip.clone();
    damaged[0] ^= 1;
    return damaged;
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
