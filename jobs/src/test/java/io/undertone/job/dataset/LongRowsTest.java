package io.undertone.job.dataset;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A row that is too long says so, in any form, and takes no other along. */
class LongRowsTest {

  private static final Path FILE = Path.of("reviews");
  private static final String LONG = "x".repeat(Row.BYTES_MAX);

  @Test
  void aLine() throws IOException {
    check(new JsonLines(lines("\"" + LONG + "\"\n{}\n")), 2, "{}");
  }

  @Test
  void anElementOfAnArray() throws IOException {
    check(new JsonArray(FILE, in("[\"" + LONG + "\",{}]")), 2, "{}");
  }

  @Test
  void aRowOfATableWhoseQuoteOpensBeforeTheCut() throws IOException {
    check(new CsvRows(FILE, lines("a,b\n\"" + LONG + "\",1\n2,3\n"), UTF_8), 4, "2,3");
  }

  @Test
  void aRowOfATableWhoseQuoteIsOpenOverManyLines() throws IOException {
    String cell = ("x".repeat(1023) + "\n").repeat(Row.BYTES_MAX >> 10);
    try (Rows rows = new CsvRows(FILE, lines("a,b\n1,\"" + cell + "\"\n2,3\n"), UTF_8)) {
      assertThat(requireNonNull(rows.next()).fault())
          .isEqualTo(
              new RowFault(
                  "not_csv",
                  "a quote that is opened is not closed in 16,384 lines, all rejected with it:"
                      + " double a quote inside a cell, or shorten the cell: of a row 16777216"
                      + " bytes are read"));
    }
  }

  @Test
  void aRowOfATableOfWhichOnlyBlanksAreRead() throws IOException {
    String row = " ".repeat(Row.BYTES_MAX) + ",x";
    check(new CsvRows(FILE, lines("a,b\n" + row + "\n2,3\n"), UTF_8), 2, "2,3");
  }

  private static void check(Rows rows, int beside, String next) throws IOException {
    try (rows) {
      Row row = requireNonNull(rows.next());
      assertThat(row.json()).isNull();
      assertThat(row.original()).hasSize(Row.BYTES_MAX);
      assertThat(row.fault())
          .isEqualTo(
              new RowFault(
                  "text_too_long",
                  "a row of %d bytes, at most 16777216 are read: shorten it, or make several of it"
                      .formatted(Row.BYTES_MAX + beside)));
      Row behind = requireNonNull(rows.next());
      assertThat(behind.fault()).isNull();
      assertThat(behind.original()).asString(UTF_8).isEqualTo(next);
      assertThat(rows.next()).isNull();
    }
  }

  private static Lines lines(String text) {
    return new Lines(in(text), UTF_8, Row.BYTES_MAX);
  }

  private static InputStream in(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }
}
