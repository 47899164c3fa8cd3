package io.undertone.job.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Unzips a file to its end, or says that it cannot: Java's own stream takes whatever behind a
 * member begins no other one for the end, and rows would be lost in silence. Zeros there only fill
 * a block.
 */
final class WholeGzip extends GZIPInputStream {

  /** What a member ends with. */
  private static final int TRAILER_BYTES = 8;

  WholeGzip(InputStream in, int bufferBytes) throws IOException {
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

  /** Looks at what the inflater left in the buffer, then at the rest of the file. */
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
