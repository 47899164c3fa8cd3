package io.undertone.job.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Unzips a file to its end, or fails: Java's own stream takes any bytes behind a member that are
 * not another member for the end of the file, so rows would be lost in silence. Zeros are padding.
 */
final class StrictGzipInputStream extends GZIPInputStream {

  /** Length of a member's trailer. */
  private static final int TRAILER_BYTES = 8;

  StrictGzipInputStream(InputStream in, int bufferBytes) throws IOException {
    super(in, bufferBytes);
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read = super.read(bytes, offset, length);
    if (read < 0) {
      requireNothingBehind();
    }
    return read;
  }

  /** Checks what the inflater left in the buffer, then the rest of the file. */
  private void requireNothingBehind() throws IOException {
    for (int at = len - inf.getRemaining() + TRAILER_BYTES; at < len; at++) {
      requireZero(buf[at]);
    }
    for (int more = in.read(buf); more > 0; more = in.read(buf)) {
      for (int at = 0; at < more; at++) {
        requireZero(buf[at]);
      }
    }
  }

  private static void requireZero(byte behind) throws ZipException {
    if (behind != 0) {
      throw new ZipException("no gzip behind the end of a member");
    }
  }
}
