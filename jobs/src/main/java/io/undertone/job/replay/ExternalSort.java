package io.undertone.job.replay;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Sorts more values than the heap holds: collects up to a bound, spills sorted runs to a folder,
 * merges them. Equal values keep no order of their own, so the comparator should tell all apart
 * where that matters. It knows nothing of what it sorts. Not thread-safe.
 */
final class ExternalSort<T> implements AutoCloseable {

  /** Most runs that are open at once; more are merged in several passes. */
  static final int RUNS_OPEN_MAX = 64;

  private final Path folder;
  private final Codec<T> codec;
  private final Comparator<T> order;
  private final long heapBytesMax;
  private final List<SpillFile<T>> runs = new ArrayList<>();
  private List<T> values = new ArrayList<>();
  private long heapBytes;
  private long filesMade;

  /**
   * @param folder where runs are spilled; it must exist
   * @param heapBytesMax values collected before a run is spilled, as the codec weighs them
   */
  ExternalSort(Path folder, Codec<T> codec, Comparator<T> order, long heapBytesMax) {
    this.folder = folder;
    this.codec = codec;
    this.order = order;
    this.heapBytesMax = heapBytesMax;
  }

  void add(T value) throws IOException {
    values.add(value);
    heapBytes += codec.heapBytes(value);
    if (heapBytes >= heapBytesMax) {
      spill();
    }
  }

  /** All values in order, once; nothing can be added after this. */
  SortedValues<T> sorted() throws IOException {
    if (runs.isEmpty()) {
      values.sort(order);
      return SortedValues.of(values.iterator());
    }
    spill();
    while (runs.size() > RUNS_OPEN_MAX) {
      mergeSome();
    }
    return Merge.of(runs, order);
  }

  /** Deletes what was spilled. */
  @Override
  public void close() throws IOException {
    for (SpillFile<T> run : runs) {
      run.delete();
    }
    runs.clear();
    values = new ArrayList<>();
  }

  private void spill() throws IOException {
    if (values.isEmpty()) {
      return;
    }
    values.sort(order);
    try (SpillFile.Writer<T> out = next().writer()) {
      for (T value : values) {
        out.write(value);
      }
    }
    values.clear();
    heapBytes = 0;
  }

  private void mergeSome() throws IOException {
    List<SpillFile<T>> oldest = new ArrayList<>(runs.subList(0, RUNS_OPEN_MAX));
    try (SortedValues<T> merged = Merge.of(oldest, order);
        SpillFile.Writer<T> out = next().writer()) {
      for (T value = merged.next(); value != null; value = merged.next()) {
        out.write(value);
      }
    }
    for (SpillFile<T> run : oldest) {
      run.delete();
      runs.remove(run);
    }
  }

  private SpillFile<T> next() {
    SpillFile<T> run = new SpillFile<>(folder.resolve("run-" + filesMade++), codec);
    runs.add(run);
    return run;
  }
}
