package io.undertone.job.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The elements of one JSON array, each as its own text: split at the commas between them, by
 * counting brackets outside of strings. Elements are not parsed and may be malformed. The array may
 * be larger than the heap.
 */
final class JsonArray implements Rows {

  private static final int BUFFER_BYTES = 1 << 16;

  private final Path file;
  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int position;
  private int limit;
  private byte[] row = new byte[BUFFER_BYTES];
  private int length;
  private long dropped;
  private int depth;
  private boolean quoted;
  private boolean escaped;
  private boolean begun;
  private boolean ended;
  private long number;

  /**
   * @param in UTF-8, behind a byte-order mark
   */
  JsonArray(Path file, InputStream in) {
    this.file = file;
    this.in = in;
  }

  @Override
  public @Nullable Row next() throws IOException {
    begin();
    while (!ended) {
      byte[] text = element();
      if (text.length > 0) {
        number++;
        return dropped == 0
            ? Row.of(number, text, text)
            : Row.broken(number, text, RowFault.tooLong(Row.BYTES_MAX + dropped));
      }
    }
    return null;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private void begin() throws IOException {
    while (!begun && fill()) {
      begun = buffer[position++] == '[';
    }
  }

  /** The bytes up to the comma or bracket that ends an element. */
  private byte[] element() throws IOException {
    length = 0;
    dropped = 0;
    while (fill()) {
      int start = position;
      while (position < limit && !isEnd(buffer[position])) {
        position++;
      }
      append(start);
      if (position < limit) {
        ended = buffer[position++] == ']';
        requireNothingBehind();
        return stripped();
      }
    }
    throw DatasetErrors.array(
        file, number, "one that is cut off", "Make the file anew, or mend it there.");
  }

  /** Whether an element ends before this byte; otherwise the byte belongs to it. */
  private boolean isEnd(byte b) {
    if (quoted) {
      quoted = escaped || b != '"';
      escaped = !escaped && b == '\\';
      return false;
    }
    if (depth == 0 && (b == ',' || b == ']')) {
      return true;
    }
    quoted = b == '"';
    if (b == '{' || b == '[') {
      depth++;
    } else if (b == '}' || b == ']') {
      depth = Math.max(0, depth - 1);
    }
    return false;
  }

  private void append(int start) {
    int more = Math.min(position - start, Row.BYTES_MAX - length);
    if (length + more > row.length) {
      row = Arrays.copyOf(row, Math.max(length + more, 2 * row.length));
    }
    System.arraycopy(buffer, start, row, length, more);
    length += more;
    dropped += position - start - more;
  }

  private byte[] stripped() {
    int start = 0;
    int end = length;
    while (start < end && isBlank(row[start])) {
      start++;
    }
    while (start < end && isBlank(row[end - 1])) {
      end--;
    }
    return Arrays.copyOfRange(row, start, end);
  }

  private void requireNothingBehind() throws IOException {
    while (ended && fill()) {
      if (!isBlank(buffer[position++])) {
        throw DatasetErrors.array(
            file,
            number + (length > 0 ? 1 : 0),
            "more behind its end",
            "If there are several arrays, write an object a line, such as by jq -c '.[]'; else mend it there.");
      }
    }
  }

  private boolean fill() throws IOException {
    if (position == limit) {
      position = 0;
      limit = Math.max(0, in.read(buffer, 0, buffer.length));
    }
    return position < limit;
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t' || b == '\r' || b == '\n';
  }
}
