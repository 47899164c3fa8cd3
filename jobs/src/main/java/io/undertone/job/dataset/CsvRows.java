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
import io.undertone.job.dataset.CsvLines.Cut;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a CSV file as JSON objects of strings: each cell under the name of its column,
 * without empty cells and cells without a name. Blanks around a cell belong to it, unless the
 * header has blanks around its names too: then both are stripped. A broken row does not affect
 * others, except that the end of a row whose quote is not closed is unknown.
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

  private final CsvLines lines;
  private final Charset charset;
  private final ObjectReader reader;
  private final List<String> names;
  private boolean blanksDropped;

  /**
   * Reads the names of the columns.
   *
   * @throws io.undertone.job.JobException if it cannot
   */
  CsvRows(Path file, Lines lines, Charset charset) throws IOException {
    this.lines = new CsvLines(lines, charset);
    this.charset = charset;
    this.reader =
        (this.lines.blanksAround() ? CSV_WITH_BLANKS : CSV)
            .readerFor(String[].class)
            .with(CsvSchema.emptySchema().withColumnSeparator(this.lines.separator()));
    this.names = names(file);
  }

  @Override
  public @Nullable Row next() throws IOException {
    Cut cut = lines.next();
    if (cut == null) {
      return null;
    }
    RowFault fault = fault(cut);
    if (fault != null) {
      return Row.broken(cut.number(), cut.bytes(), fault);
    }
    String[] cells = cells(cut);
    if (cells == null) {
      return Row.broken(cut.number(), cut.bytes(), RowFault.quotes());
    }
    return cells.length == names.size()
        ? Row.of(cut.number(), cut.bytes(), json(cells))
        : Row.broken(cut.number(), cut.bytes(), RowFault.cells(cells.length, names.size()));
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }

  private List<String> names(Path file) throws IOException {
    Cut header = lines.next();
    String[] cells = header == null || fault(header) != null ? null : cells(header);
    if (cells == null && header != null && header.text().indexOf('\r') >= 0) {
      throw DatasetErrors.carriageReturns(file);
    }
    if (cells == null) {
      throw DatasetErrors.header(file, "one that cannot be read");
    }
    List<String> found = Arrays.stream(cells).map(String::strip).toList();
    blanksDropped = lines.blanksAround() || !found.equals(List.of(cells));
    Set<String> distinct = new HashSet<>();
    for (int column = 0; column < found.size(); column++) {
      String name = found.get(column);
      if (!name.isEmpty() && !distinct.add(name)) {
        throw DatasetErrors.header(
            file,
            "the name of column %d again as column %d"
                .formatted(found.indexOf(name) + 1, column + 1));
      }
    }
    return found;
  }

  private @Nullable RowFault fault(Cut cut) {
    if (cut.dropped() > 0) {
      return RowFault.tooLong(cut.bytes().length + cut.dropped());
    }
    if (cut.open()) {
      return RowFault.openQuote(cut.lines());
    }
    return cut.decoded() ? null : RowFault.undecodable(charset, cut.bytes().length);
  }

  private String @Nullable [] cells(Cut cut) {
    try {
      return reader.readValue(cut.text());
    } catch (JsonProcessingException broken) {
      return null;
    }
  }

  private byte[] json(String[] cells) {
    try (ByteArrayBuilder bytes = new ByteArrayBuilder();
        JsonGenerator out = JSON.createGenerator(bytes)) {
      out.writeStartObject();
      for (int column = 0; column < cells.length; column++) {
        String cell = blanksDropped ? cells[column].strip() : cells[column];
        if (!cell.isEmpty() && !names.get(column).isEmpty()) {
          out.writeStringField(names.get(column), cell);
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
