package io.undertone.job.replay;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Several sorted files as one sorted sequence. */
final class Merge<T> implements SortedValues<T> {

  private final List<SpillFile.Reader<T>> readers = new ArrayList<>();
  private final PriorityQueue<Head<T>> heads;

  private Merge(Comparator<T> order) {
    this.heads = new PriorityQueue<>(Comparator.comparing(Head::value, order));
  }

  /** Opens all the files at once; close closes them. */
  static <T> Merge<T> of(List<SpillFile<T>> runs, Comparator<T> order) throws IOException {
    Merge<T> merge = new Merge<>(order);
    try {
      for (SpillFile<T> run : runs) {
        SpillFile.Reader<T> reader = run.reader();
        merge.readers.add(reader);
        merge.refill(reader);
      }
      return merge;
    } catch (IOException failure) {
      merge.close();
      throw failure;
    }
  }

  @Override
  public @Nullable T next() throws IOException {
    Head<T> least = heads.poll();
    if (least == null) {
      return null;
    }
    refill(least.from);
    return least.value;
  }

  @Override
  public void close() throws IOException {
    for (SpillFile.Reader<T> reader : readers) {
      reader.close();
    }
  }

  private void refill(SpillFile.Reader<T> reader) throws IOException {
    T value = reader.next();
    if (value != null) {
      heads.add(new Head<>(value, reader));
    }
  }

  private record Head<T>(T value, SpillFile.Reader<T> from) {}
}
