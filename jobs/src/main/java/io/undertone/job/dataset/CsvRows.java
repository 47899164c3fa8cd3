package io.undertone.job.dataset;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.undertone.job.dataset.CsvLines.JoinedLines;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a CSV file as JSON objects of strings: each cell under the name of its column, or
 * under {@code column N} where the header has no name, without empty cells. Blanks around a cell
 * belong to it, unless the header has blanks around its names too: then both are stripped. A broken
 * row does not affect others, except that the end of a row whose quote is not closed is unknown.
 */
final class CsvRows implements Rows {

  private static final CsvMapper CSV =
      CsvMapper.csvBuilder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
  private static final CsvMapper CSV_WITH_BLANKS =
      CsvMapper.csvBuilder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(CsvParser.Feature.TRIM_SPACES) // outside of quotes, which may open behind them
          .build();
  private static final JsonFactory JSON = new JsonFactory();

  /** Blanks of any width, marks and controls before and behind a name. */
  private static final Pattern INVISIBLE_AROUND =
      Pattern.compile("^[\\s\\p{Z}\\p{Cc}\\p{Cf}]+|[\\s\\p{Z}\\p{Cc}\\p{Cf}]+$");

  /** What a printed table has below a name, or below none. */
  private static final Pattern RULE = Pattern.compile("\\s*(?::?(?:-+|=+):?)?\\s*");

  /** A cell between quotes, each inside of it doubled. */
  private static final Pattern QUOTED = Pattern.compile("\"([^\"]*+(?:\"\"[^\"]*+)*+)\"");

  /** Characters of the longest; fewer may say that there is nothing. */
  private static final int RULE_MIN = 3;

  private final CsvLines lines;
  private final Charset charset;
  private final ObjectReader reader;

  /** The cells of the first row, as they are. */
  private final String[] header;

  /** What those cells name. */
  private final List<String> names;

  private final Path file;
  private final boolean blanksDropped;
  private boolean begun;

  /**
   * Reads the names of the columns.
   *
   * @throws io.undertone.job.JobException if it cannot
   */
  CsvRows(Path file, Lines lines, Charset charset) throws IOException {
    this.file = file;
    this.lines = new CsvLines(lines, charset);
    this.charset = charset;
    this.reader =
        (this.lines.blanksAround() ? CSV_WITH_BLANKS : CSV)
            .readerFor(String[].class)
            .with(CsvSchema.emptySchema().withColumnSeparator(this.lines.separator()));
    this.header = header(file);
    this.names = names(header);
    requireDistinct(file, names);
    this.blanksDropped =
        this.lines.blanksAround()
            || Arrays.stream(header).anyMatch(each -> !each.equals(each.strip()));
  }

  @Override
  public @Nullable Row next() throws IOException {
    JoinedLines joined = lines.next();
    while (joined != null && isBlank(joined)) {
      joined = lines.next();
    }
    return joined == null ? null : row(joined);
  }

  /**
   * Whether a row has nothing but separators and blanks, as spreadsheets write rows below a table.
   * With one column it may be a text of blanks.
   */
  private boolean isBlank(JoinedLines joined) {
    return joined.dropped() == 0
        && header.length > 1
        && joined.text().chars().allMatch(c -> c == lines.separator() || c == ' ' || c == '\t');
  }

  private Row row(JoinedLines joined) {
    RowFault fault = fault(joined);
    if (fault != null) {
      return Row.broken(joined.number(), joined.bytes(), fault);
    }
    String[] cells = cells(joined);
    if (cells == null) {
      return Row.broken(joined.number(), joined.bytes(), RowFault.quotes());
    }
    RowFault odd = odd(joined, cells);
    begun = true;
    return odd == null
        ? Row.of(joined.number(), joined.bytes(), json(cells))
        : Row.broken(joined.number(), joined.bytes(), odd);
  }

  /** Why cells that can be read are no row; null if they are one. */
  private @Nullable RowFault odd(JoinedLines joined, String[] cells) {
    if (cells.length < names.size() || cells.length > header.length) {
      return RowFault.cells(cells.length, header.length);
    }
    if (names.size() > 1 && Arrays.equals(cells, header)) {
      return RowFault.headerAgain();
    }
    if (isOtherHeader(cells)) {
      throw DatasetErrors.otherHeader(file, joined.number());
    }
    boolean rule =
        !begun
            && Arrays.stream(cells).allMatch(cell -> RULE.matcher(cell).matches())
            && Arrays.stream(cells).anyMatch(cell -> cell.strip().length() >= RULE_MIN);
    return rule ? RowFault.rule() : null;
  }

  /** Whether the cells are the names in another order, as where files were joined. */
  private boolean isOtherHeader(String[] cells) {
    return names.size() > 1
        && names.contains(name(cells[0]))
        && Set.copyOf(names(cells)).equals(Set.copyOf(names));
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }

  private String[] header(Path file) throws IOException {
    JoinedLines first = lines.next();
    String[] cells = first == null || fault(first) != null ? null : quoted(first);
    if (cells == null && first != null && first.text().indexOf('\r') >= 0) {
      throw DatasetErrors.carriageReturns(file);
    }
    if (cells == null) {
      boolean quotes = first != null && fault(first) == null;
      throw quotes ? DatasetErrors.quotesInHeader(file) : DatasetErrors.header(file);
    }
    return cells;
  }

  private static void requireDistinct(Path file, List<String> names) {
    Set<String> distinct = new HashSet<>();
    for (int column = 0; column < names.size(); column++) {
      String name = names.get(column);
      if (!name.isEmpty() && !distinct.add(name)) {
        throw DatasetErrors.repeatedName(file, names.indexOf(name) + 1, column + 1);
      }
    }
  }

  /** What cells say if they are names: nothing invisible around them, and none behind the last. */
  private static List<String> names(String[] cells) {
    List<String> found = new ArrayList<>();
    for (String cell : cells) {
      found.add(name(cell));
    }
    while (found.size() > 1 && found.get(found.size() - 1).isEmpty()) {
      found.remove(found.size() - 1);
    }
    return List.copyOf(found);
  }

  private static String name(String cell) {
    return INVISIBLE_AROUND.matcher(cell).replaceAll("");
  }

  private @Nullable RowFault fault(JoinedLines joined) {
    if (joined.dropped() > 0) {
      return RowFault.tooLong(joined.bytes().length + joined.dropped());
    }
    if (joined.open()) {
      return RowFault.openQuote(joined.lines(), joined.bytes().length);
    }
    if (!joined.decoded()) {
      return RowFault.undecodable(charset, joined.bytes().length);
    }
    int zero = joined.text().indexOf(0);
    return zero < 0 ? null : RowFault.zero(zero + 1, joined.text().length());
  }

  private String @Nullable [] cells(JoinedLines joined) {
    String[] cells = quoted(joined);
    return cells == null && lines.separator() == '\t' ? betweenTabs(joined.text()) : cells;
  }

  /** The cells of a row; null if its quotes are wrong. */
  private String @Nullable [] quoted(JoinedLines joined) {
    try {
      return reader.readValue(joined.text());
    } catch (JsonProcessingException broken) {
      return null;
    }
  }

  /** The cells of a row in which quotes mean nothing but around a cell; null if they are others. */
  private String @Nullable [] betweenTabs(String row) {
    String[] cells = row.split("\t", -1);
    for (int at = 0; at < cells.length; at++) {
      Matcher quoted = QUOTED.matcher(cells[at]);
      cells[at] = quoted.matches() ? quoted.group(1).replace("\"\"", "\"") : cells[at];
    }
    return cells.length == header.length ? cells : null;
  }

  /** Databases that separate cells by tabs write {@code \N} where nothing is. */
  private boolean isEmpty(String cell) {
    return cell.isEmpty() || (lines.separator() == '\t' && cell.equals("\\N"));
  }

  /** A column's name; its number if the header has none for it, so that it can be named too. */
  private String nameOf(int column) {
    String name = column < names.size() ? names.get(column) : "";
    return name.isEmpty() ? "column " + (column + 1) : name;
  }

  private byte[] json(String[] cells) {
    try (ByteArrayBuilder bytes = new ByteArrayBuilder();
        JsonGenerator out = JSON.createGenerator(bytes)) {
      out.writeStartObject();
      for (int column = 0; column < cells.length; column++) {
        String cell = blanksDropped ? cells[column].strip() : cells[column];
        if (!isEmpty(cell)) {
          out.writeStringField(nameOf(column), cell);
        }
      }
      out.writeEndObject();
      out.flush();
      return bytes.toByteArray();
    } catch (IOException impossible) {
      throw new UncheckedIOException("Writing a row to memory", impossible);
    }
  }
}
