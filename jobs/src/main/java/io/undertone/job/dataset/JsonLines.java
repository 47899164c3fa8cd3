package io.undertone.job.dataset;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/** Rows that are a line each. */
final class JsonLines implements Rows {

  private final Lines lines;
  private final Charset charset;

  JsonLines(Lines lines, Charset charset) {
    this.lines = lines;
    this.charset = charset;
  }

  /** What is no UTF-8 in UTF-8 goes on as it is: whoever reads it tells where the fault is. */
  @Override
  public @Nullable Row next() {
    byte[] line = lines.next();
    if (line == null) {
      return null;
    }
    if (charset.equals(UTF_8)) {
      return Row.of(lines.number(), line, line);
    }
    String text = StrictText.of(line, charset);
    return text == null
        ? Row.broken(lines.number(), line, RowFault.undecodable(charset, line.length))
        : Row.of(lines.number(), line, text.getBytes(UTF_8));
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
