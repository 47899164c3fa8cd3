package io.undertone.job.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExternalSortTest {

  private static final long SEED = 20;

  @TempDir Path folder;

  @Test
  void sortsWhatFitsInTheHeap() throws IOException {
    assertThat(sorted(List.of("b", "c", "a"), 1 << 20)).containsExactly("a", "b", "c");
  }

  @Test
  void sortsMoreThanTheHeapMayHold() throws IOException {
    List<String> words = words(20_000);

    assertThat(sorted(words, 8_000)).isEqualTo(words.stream().sorted().toList());
  }

  @Test
  void mergesMoreRunsThanItMayOpenAtOnce() throws IOException {
    List<String> words = words(3 * ExternalSort.RUNS_OPEN_MAX + 5);

    assertThat(sorted(words, 1)).isEqualTo(words.stream().sorted().toList());
  }

  @Test
  void sortsNothing() throws IOException {
    assertThat(sorted(List.of(), 1)).isEmpty();
  }

  @Test
  void leavesNothingBehind() throws IOException {
    sorted(words(500), 1_000);

    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
  }

  private List<String> sorted(List<String> values, long heapBytesMax) throws IOException {
    try (ExternalSort<String> sort =
        new ExternalSort<>(
            folder, new TextCodec(), Comparator.<String>naturalOrder(), heapBytesMax)) {
      for (String value : values) {
        sort.add(value);
      }
      List<String> sorted = new ArrayList<>();
      try (SortedValues<String> all = sort.sorted()) {
        for (String value = all.next(); value != null; value = all.next()) {
          sorted.add(value);
        }
      }
      return sorted;
    }
  }

  private static List<String> words(int count) {
    Random random = new Random(SEED);
    return random.ints(count).mapToObj(Integer::toString).toList();
  }
}
