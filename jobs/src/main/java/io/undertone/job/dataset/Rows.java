package io.undertone.job.dataset;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The rows of an open file. Used by one thread. */
public interface Rows extends AutoCloseable {

  /**
   * The next row, or null after the last one.
   *
   * @throws io.undertone.job.JobException if the file cannot be read on
   */
  @Nullable Row next() throws IOException;

  @Override
  void close() throws IOException;
}
