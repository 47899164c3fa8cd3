package io.undertone.job.replay;

import java.io.IOException;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Values in order, handed out one by one. */
interface SortedValues<T> extends AutoCloseable {

  /** The next value, or null at the end. */
  @Nullable T next() throws IOException;

  @Override
  void close() throws IOException;

  /** Values that lie in the heap. */
  static <T> SortedValues<T> of(Iterator<T> values) {
    return new SortedValues<>() {
      @Override
      public @Nullable T next() {
        return values.hasNext() ? values.next() : null;
      }

      @Override
      public void close() {}
    };
  }
}
