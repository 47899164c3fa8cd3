package io.undertone.job.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskSortTest {

  private static final long SEED = 20;

  @TempDir Path folder;

  @Test
  void sortsByTheBytesOfTheKeysUnsigned() throws IOException {
    assertThat(sorted("ü", "b", "", "ba", "a")).containsExactly("", "a", "b", "ba", "ü");
  }

  @Test
  void sortsNothing() throws IOException {
    assertThat(sorted()).isEmpty();
  }

  @Test
  void keepsTheLastEntryOfAKey() throws IOException {
    try (DiskSort sort = new DiskSort(folder.resolve("sort"))) {
      sort.put(new byte[] {1}, new byte[] {2});
      sort.put(new byte[] {1}, new byte[] {3});
      try (DiskSort.Sorted entries = sort.sorted()) {
        assertThat(entries.next()).isTrue();
        assertThat(entries.value()).containsExactly(3);
        assertThat(entries.next()).isFalse();
      }
    }
  }

  /** A hundred megabytes that nothing can shorten: several times what lies in memory at once. */
  @Test
  void sortsMoreThanLiesInMemoryAndLeavesNothingBehind() throws IOException {
    Random random = new Random(SEED);
    byte[][] keys = new byte[1600][16];
    try (DiskSort sort = new DiskSort(folder.resolve("sort"))) {
      for (byte[] key : keys) {
        random.nextBytes(key);
        byte[] value = new byte[1 << 16];
        random.nextBytes(value);
        System.arraycopy(key, 0, value, 0, key.length);
        sort.put(key, value);
      }
      Arrays.sort(keys, Arrays::compareUnsigned);
      try (DiskSort.Sorted entries = sort.sorted()) {
        for (byte[] key : keys) {
          assertThat(entries.next()).as("seed %d", SEED).isTrue();
          assertThat(entries.key()).isEqualTo(key);
          assertThat(entries.value()).startsWith(key).hasSize(1 << 16);
        }
        assertThat(entries.next()).isFalse();
      }
    }
    assertThat(Files.exists(folder.resolve("sort"))).isFalse();
  }

  @Test
  void goesToTheFirstKeyThatIsNotBelow() throws IOException {
    try (DiskSort sort = new DiskSort(folder.resolve("sort"))) {
      sort.put(new byte[] {2}, new byte[0]);
      sort.put(new byte[] {4}, new byte[0]);
      try (DiskSort.Sorted entries = sort.sorted()) {
        assertThat(entries.seek(new byte[] {3})).isTrue();
        assertThat(entries.key()).containsExactly(4);
        assertThat(entries.next()).isFalse();
        assertThat(entries.seek(new byte[] {5})).isFalse();
      }
    }
  }

  @Test
  void saysWhyItCannotBeOpened() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");

    assertThatThrownBy(() -> new DiskSort(file.resolve("sort")))
        .hasMessageContaining("Opening a sort in " + file.resolve("sort") + ": ")
        .hasMessageContaining("Not a directory");
  }

  private List<String> sorted(String... keys) throws IOException {
    try (DiskSort sort = new DiskSort(folder.resolve("sort"))) {
      for (String key : keys) {
        sort.put(key.getBytes(UTF_8), new byte[0]);
      }
      List<String> sorted = new ArrayList<>();
      try (DiskSort.Sorted entries = sort.sorted()) {
        while (entries.next()) {
          sorted.add(new String(entries.key(), UTF_8));
        }
      }
      return sorted;
    }
  }
}
