package io.undertone.job.dataset;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CsvRowsTest {

  private static final long SEED = 33;
  private static final Path FILE = Path.of("set.csv");

  @Test
  void makesAnObjectOfTextsOfEachRow() throws IOException {
    assertThat(json("label,text\n1,Warm\n0,\"Cold, and dark\"\n"))
        .containsExactly(
            "{\"label\":\"1\",\"text\":\"Warm\"}", "{\"label\":\"0\",\"text\":\"Cold, and dark\"}");
  }

  @Test
  void keepsQuotesAndLineEndsWithinACell() throws IOException {
    assertThat(json("a,b\r\n\"one\r\n\"\"two\"\"\n\",x\r\ny,5\" disk\r\n"))
        .containsExactly(
            "{\"a\":\"one\\r\\n\\\"two\\\"\\n\",\"b\":\"x\"}",
            "{\"a\":\"y\",\"b\":\"5\\\" disk\"}");
  }

  @Test
  void leavesAnEmptyCellOut() throws IOException {
    assertThat(json("a,b\n1,\n\"\",x\n")).containsExactly("{\"a\":\"1\"}", "{\"b\":\"x\"}");
  }

  @Test
  void numbersAColumnThatHasNoName() throws IOException {
    assertThat(json("a,\n1,2\n")).containsExactly("{\"a\":\"1\",\"column 2\":\"2\"}");
  }

  @Test
  void skipsRowsOfNothingButSeparatorsAndBlanks() throws IOException {
    assertThat(json("a,b\n,\n , \n  \n,,,\n1,2\n,\n")).containsExactly("{\"a\":\"1\",\"b\":\"2\"}");
    assertThat(json("a;b\n;\n\n;;\n,;\n")).containsExactly("{\"a\":\",\"}");
    assertThat(json("text\n \n")).as("one column").containsExactly("{\"text\":\" \"}");
  }

  @Test
  void leavesOutWhatDatabasesWriteWhereNothingIs() throws IOException {
    assertThat(json("a\tb\n\\N\tx\\N\n\"\\N\"\t\\n\n"))
        .containsExactly("{\"b\":\"x\\\\N\"}", "{\"b\":\"\\\\n\"}");
    assertThat(json("a,b\n\\N,x\n")).containsExactly("{\"a\":\"\\\\N\",\"b\":\"x\"}");
  }

  @Test
  void findsTheSeparatorInTheHeader() throws IOException {
    assertThat(json("a;b\n1,5;x\n")).containsExactly("{\"a\":\"1,5\",\"b\":\"x\"}");
    assertThat(json("a\tb\n1,5\tx;y\n")).containsExactly("{\"a\":\"1,5\",\"b\":\"x;y\"}");
    assertThat(json("\"a;b;c\",b\n1,x\n")).containsExactly("{\"a;b;c\":\"1\",\"b\":\"x\"}");
    assertThat(json("text\nWarm; light\n")).containsExactly("{\"text\":\"Warm; light\"}");
  }

  @Test
  void countsSeparatorsOutsideOfQuotesAndPrefersTheComma() throws IOException {
    assertThat(json("\"a\";\"b\"\n\"1,5\";\"x\"\n")).containsExactly("{\"a\":\"1,5\",\"b\":\"x\"}");
    assertThat(json("a,b,c;d\n1,2,3\n")).containsExactly("{\"a\":\"1\",\"b\":\"2\",\"c;d\":\"3\"}");
    assertThat(json("a,b;c\n1,2\n")).containsExactly("{\"a\":\"1\",\"b;c\":\"2\"}");
  }

  @Test
  void readsPipesAndTheLineBySpreadsheetsForTheSeparator() throws IOException {
    assertThat(json("a|b\n1,5|x;y\n")).containsExactly("{\"a\":\"1,5\",\"b\":\"x;y\"}");
    assertThat(json("sep=;\r\na,b;c\r\n1;2\r\n")).containsExactly("{\"a,b\":\"1\",\"c\":\"2\"}");
    assertThat(json("sep=\t\na\tb\n1\t2\n")).containsExactly("{\"a\":\"1\",\"b\":\"2\"}");
    assertThat(rows("sep=;\na;b\n1;2\n".getBytes(UTF_8), UTF_8))
        .extracting(Row::number)
        .containsExactly(3L);
  }

  @Test
  void dropsBlanksAroundCellsWhereTheHeaderHasThemToo() throws IOException {
    assertThat(json("user_id , text\nu1 , good\nu2 ,  \n"))
        .containsExactly("{\"user_id\":\"u1\",\"text\":\"good\"}", "{\"user_id\":\"u2\"}");
    assertThat(json("user_id,text\nu1 , good\n"))
        .containsExactly("{\"user_id\":\"u1 \",\"text\":\" good\"}");
  }

  @Test
  void readsQuotesBehindBlanksWhereTheHeaderHasThemToo() throws IOException {
    String read = "{\"text\":\"a, \\\"b\\\"\\nc\",\"user_id\":\"u1\"}";
    for (String header : List.of("text, user_id", "text , user_id", "\"text\", \"user_id\"")) {
      assertThat(json(header + "\n \"a, \"\"b\"\"\nc\" , \"u1\"\n")).containsExactly(read);
    }
    assertThat(json("\"a, b\",c\n \"x\",y\n"))
        .containsExactly("{\"a, b\":\" \\\"x\\\"\",\"c\":\"y\"}");
  }

  @Test
  void heedsASeparatorThatIsSaidBetweenQuotes() throws IOException {
    assertThat(json("\"sep=;\"\na;b,c\n1;2\n")).containsExactly("{\"a\":\"1\",\"b,c\":\"2\"}");
  }

  @Test
  void saysThatLinesEndInCarriageReturnsAlone() {
    assertThatThrownBy(() -> json("a,b\r1,2\r"))
        .hasMessage(
            "Reading the data set set.csv: expected lines that end in a line feed, found carriage"
                + " returns alone. Save it with line feeds, such as by tr '\\r' '\\n'.");
  }

  @Test
  void numbersARowByTheLineWhereItBegins() throws IOException {
    List<Row> rows = rows("a,b\n\n\"1\n2\n3\",x\n\ny,z".getBytes(UTF_8), UTF_8);

    assertThat(rows).extracting(Row::number).containsExactly(3L, 7L);
    assertThat(rows.get(0).original()).isEqualTo("\"1\n2\n3\",x".getBytes(UTF_8));
  }

  @Test
  void rejectsARowOfMoreOrFewerCells() throws IOException {
    List<Row> rows = rows("a,b\n1\n1,2,3\n1,2\n".getBytes(UTF_8), UTF_8);

    assertThat(rows.get(0).fault())
        .isEqualTo(
            new RowFault(
                "not_csv",
                "cells: 1, the header names 2: write each, an empty one too, and quote a cell that holds a line end"));
    assertThat(rows.get(1).fault())
        .isEqualTo(
            new RowFault(
                "not_csv",
                "cells: 3, the header names 2: quote a cell that holds a separator, and name each in"
                    + " the first line"));
    assertThat(rows.get(1).original()).isEqualTo("1,2,3".getBytes(UTF_8));
    assertThat(rows.get(2).fault()).isNull();
  }

  @Test
  void takesANameForWhatIsSeenOfIt() throws IOException {
    for (String mark : List.of("\u00a0", "\u200b", "\uFEFF", "\u00ad\u2060", "\u0007")) {
      assertThat(json("a," + mark + "b" + mark + "\n1, 2\n"))
          .containsExactly("{\"a\":\"1\",\"b\":\" 2\"}");
      assertThat(json(mark + "a,b\n1,2\n")).containsExactly("{\"a\":\"1\",\"b\":\"2\"}");
    }
    assertThat(json("a b,c\u00a0d\n1,2\n")).containsExactly("{\"a b\":\"1\",\"c\u00a0d\":\"2\"}");
  }

  @Test
  void passesOverBlankLinesBeforeTheHeader() throws IOException {
    assertThat(json("\n  \n\t\na,b\n1,2\n")).containsExactly("{\"a\":\"1\",\"b\":\"2\"}");
    assertThat(json(" \nsep=|\na|b\n1|2\n")).containsExactly("{\"a\":\"1\",\"b\":\"2\"}");
  }

  @Test
  void takesRowsWithAndWithoutTheCellThatASeparatorBehindTheHeaderMakes() throws IOException {
    assertThat(json("a,b,\n1,2\n3,4,\n5\n6,7,8,9\n"))
        .containsExactly(
            "{\"a\":\"1\",\"b\":\"2\"}",
            "{\"a\":\"3\",\"b\":\"4\"}",
            RowFault.cells(1, 3).toString(),
            RowFault.cells(4, 3).toString());
  }

  @Test
  void rejectsTheHeaderThatJoinedFilesBringAgainAndItsMark() throws IOException {
    List<Row> rows = rows("a,b\n1,2\n\uFEFFa,b\n\uFEFF\"3\",4\n".getBytes(UTF_8), UTF_8);

    assertThat(rows.get(1).fault()).isEqualTo(RowFault.headerAgain());
    assertThat(rows.get(1).original()).isEqualTo("\uFEFFa,b".getBytes(UTF_8));
    assertThat(rows.get(2).json()).isEqualTo("{\"a\":\"3\",\"b\":\"4\"}".getBytes(UTF_8));
    assertThat(json("text\ntext\n")).containsExactly("{\"text\":\"text\"}"); // may be a review
  }

  @Test
  void rejectsTheRuleBelowTheHeaderOfAPrintedTable() throws IOException {
    for (String table :
        List.of(
            "| a | b |\n|---|:-:|\n| 1 | 2 |\n",
            "a,b\n---,-\n1,2\n",
            " a | b \n===|===\n 1 | 2 \n")) {
      assertThat(json(table))
          .containsExactly(RowFault.rule().toString(), "{\"a\":\"1\",\"b\":\"2\"}");
    }
    assertThat(json("a,b\n-,-\n---,---\n"))
        .containsExactly("{\"a\":\"-\",\"b\":\"-\"}", "{\"a\":\"---\",\"b\":\"---\"}");
  }

  @Test
  void rejectsARowWhoseQuotesAreBroken() throws IOException {
    List<Row> rows = rows("a,b\n\"x\"y,1\n2,3\n\"4,5\n6,7".getBytes(UTF_8), UTF_8);

    assertThat(rows).hasSize(3);
    assertThat(rows.get(0).fault()).isEqualTo(RowFault.quotes());
    assertThat(rows.get(1).fault()).isNull();
    assertThat(rows.get(2).fault())
        .isEqualTo(
            new RowFault(
                "not_csv",
                "a quote that is opened is not closed in 2 lines, all rejected with it: double a"
                    + " quote inside a cell"));
    assertThat(rows.get(2).original()).isEqualTo("\"4,5\n6,7".getBytes(UTF_8));
  }

  /** Else one quote would take all of a large file along, and all of the heap. */
  @Test
  void anOpenQuoteTakesNoMoreAlongThanARowMayHave() throws IOException {
    String line = "y".repeat((1 << 16) - 3) + ",z\n";
    int more = Row.BYTES_MAX / line.length() + 2;
    List<Row> rows = rows(("a,b\n\"x,1\n" + line.repeat(more)).getBytes(UTF_8), UTF_8);

    assertThat(rows.get(0).fault()).extracting(RowFault::reason).isEqualTo("not_csv");
    assertThat(rows.get(0).original()).hasSizeBetween(Row.BYTES_MAX, Row.BYTES_MAX + line.length());
    assertThat(rows).hasSizeGreaterThan(1);
    assertThat(rows.get(rows.size() - 1).fault()).isNull();
  }

  @Test
  void rejectsARowThatHoldsALoneCarriageReturn() throws IOException {
    List<Row> rows = rows("a,b\n1,2\r3\n".getBytes(UTF_8), UTF_8);

    assertThat(rows).hasSize(1);
    assertThat(rows.get(0).fault()).isNotNull();
  }

  @Test
  void rejectsARowThatCannotBeDecoded() throws IOException {
    List<Row> rows = rows("a,b\n1,caf\u00e9\n".getBytes(ISO_8859_1), UTF_8);

    assertThat(rows.get(0).fault())
        .isEqualTo(new RowFault("not_utf8", "6 bytes not in UTF-8: check --encoding"));
  }

  @Test
  void givesAnyCellBackAsItWasWritten() throws IOException {
    Random random = new Random(SEED);
    String characters = "ab ,;\t\"\r\n'é好\\";
    StringBuilder text = new StringBuilder("first,second\n");
    List<String> expected = new ArrayList<>();
    for (int row = 0; row < 2_000; row++) {
      StringBuilder cell = new StringBuilder("x");
      for (int i = random.nextInt(20); i > 0; i--) {
        cell.append(characters.charAt(random.nextInt(characters.length())));
      }
      text.append(row).append(",\"").append(cell.toString().replace("\"", "\"\"")).append("\"\n");
      expected.add(row + " " + cell);
    }
    List<String> read = new ArrayList<>();
    for (String json : json(text.toString())) {
      var row = new com.fasterxml.jackson.databind.ObjectMapper().readTree(json);
      read.add(row.path("first").asText() + " " + row.path("second").asText());
    }

    assertThat(read).as("seed %d", SEED).isEqualTo(expected);
  }

  @Test
  void saysThatTheHeaderCannotBeRead() {
    assertThatThrownBy(() -> json("\"a,b\n1,2\n"))
        .hasMessage(
            "Reading the data set set.csv: expected a first row that names the columns of the CSV,"
                + " each once, found one that cannot be read. Mend that row, or name the encoding"
                + " by --encoding.");
    assertThatThrownBy(() -> json("a,b,a\n1,2,3\n"))
        .hasMessage(
            "Reading the data set set.csv: expected a first row that names the columns of the CSV,"
                + " each once, found the name of column 1 again as column 3. Give one of them another"
                + " name; if that row holds no names, add a first row of names.");
    for (String none : List.of("", "\n\r\n", "sep=;\n")) {
      assertThatThrownBy(() -> json(none)).hasMessageContaining("found one that cannot be read.");
    }
  }

  private static List<String> json(String text) throws IOException {
    List<String> all = new ArrayList<>();
    for (Row row : rows(text.getBytes(UTF_8), UTF_8)) {
      byte @Nullable [] json = row.json();
      all.add(json == null ? String.valueOf(row.fault()) : new String(json, UTF_8));
    }
    return all;
  }

  private static List<Row> rows(byte[] bytes, Charset charset) throws IOException {
    List<Row> all = new ArrayList<>();
    try (CsvRows rows =
        new CsvRows(
            FILE, new Lines(new ByteArrayInputStream(bytes), charset, Row.BYTES_MAX), charset)) {
      for (Row row = rows.next(); row != null; row = rows.next()) {
        all.add(row);
      }
    }
    return all;
  }
}
