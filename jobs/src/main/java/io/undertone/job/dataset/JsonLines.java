package io.undertone.job.dataset;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The rows of JSONL: one per line. */
final class JsonLines implements Rows {

  private final Lines lines;

  JsonLines(Lines lines) {
    this.lines = lines;
  }

  /** Malformed UTF-8 passes unchanged: the parser reports where the fault is. */
  @Override
  public @Nullable Row next() throws IOException {
    Line line = lines.next();
    if (line == null) {
      return null;
    }
    if (line.isCut()) {
      return Row.broken(line.number(), line.bytes(), RowFault.tooLong(line.length()));
    }
    if (line.charset().equals(UTF_8)) {
      return Row.of(line.number(), line.bytes(), line.bytes());
    }
    String text = line.text();
    return text == null
        ? Row.broken(
            line.number(), line.bytes(), RowFault.undecodable(line.charset(), line.bytes().length))
        : Row.of(line.number(), line.bytes(), text.getBytes(UTF_8));
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
