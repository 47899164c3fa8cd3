package io.undertone.operator.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.undertone.model.Bundle;
import io.undertone.model.BundleException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.flink.util.FileUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bundle from afar is fetched once, whole or not at all. */
class ModelCacheTest {

  private static final Path BUNDLE =
      Path.of("..", "models", "bundles", "reviews-en-rnn").toAbsolutePath().normalize();

  @TempDir Path afar;
  @TempDir Path here;

  @BeforeEach
  void bundle() throws IOException {
    try (Stream<Path> files = Files.list(BUNDLE)) {
      for (Path file : files.toList()) {
        Files.copy(file, afar.resolve(file.getFileName()));
      }
    }
    Files.createDirectory(afar.resolve("drafts"));
  }

  @Test
  void fetchesTheFilesOnce() throws IOException {
    ModelCache cache = new ModelCache(here.resolve("cache"));
    Path folder = cache.fetch(afar.toUri());
    Bundle.open(folder);
    Files.delete(afar.resolve("head.onnx"));
    assertThat(cache.fetch(afar.toUri())).isEqualTo(folder);
    Bundle.open(folder);
    assertThat(entries(here.resolve("cache"))).as("nothing half-fetched is left").isEqualTo(1);
  }

  @Test
  void fetchesAgainWhatIsNoLongerWhole() throws IOException {
    ModelCache cache = new ModelCache(here.resolve("cache"));
    Path folder = cache.fetch(afar.toUri());
    Files.delete(folder.resolve("head.onnx"));
    Files.writeString(folder.resolve("weights.bin"), "half of it");
    assertThat(cache.fetch(afar.toUri())).isEqualTo(folder);
    Bundle.open(folder);

    FileUtils.cleanDirectory(folder.toFile());
    assertThat(cache.fetch(afar.toUri(), folder.getFileName().toString())).isEqualTo(folder);
    Bundle.open(folder);
    assertThat(entries(here.resolve("cache"))).as("nothing half-fetched is left").isEqualTo(1);
  }

  /** Whole, but not what its folder is called after: somebody put it there. */
  @Test
  void takesNoOtherBundleForTheOneAskedFor() throws IOException {
    ModelCache cache = new ModelCache(here.resolve("cache"));
    Path folder = cache.fetch(afar.toUri());
    Path other = folder.resolveSibling("other");
    FileUtils.copy(
        new org.apache.flink.core.fs.Path(BUNDLE.resolveSibling("reviews-en-gru").toUri()),
        new org.apache.flink.core.fs.Path(other.toUri()),
        false);
    FileUtils.deleteDirectory(folder.toFile());
    Files.move(other, folder);

    String asked = folder.getFileName().toString();
    assertThat(Bundle.open(cache.fetch(afar.toUri(), asked)).manifest().name())
        .isEqualTo("reviews-en-rnn");
  }

  @Test
  void readsAnewWhatItHasAlready() throws IOException {
    ModelCache cache = new ModelCache(here.resolve("cache"));
    Path folder = cache.fetch(afar.toUri());
    Files.writeString(afar.resolve("head.onnx"), "damaged");
    assertThatThrownBy(() -> cache.fetchAnew(afar.toUri()))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("expected head.onnx of ")
        .hasMessageEndingWith("Nothing of it was kept.");
    Bundle.open(folder);
  }

  @Test
  void keepsNothingThatIsDamaged() throws IOException {
    ModelCache cache = new ModelCache(here);
    Files.writeString(afar.resolve("head.onnx"), "damaged");
    assertThatThrownBy(() -> cache.fetch(afar.toUri()))
        .isInstanceOf(BundleException.class)
        .hasMessageEndingWith("Nothing of it was kept.");
    assertThat(entries(here)).isZero();
  }

  @Test
  void removesWhatAKilledProcessHadHalfFetchedButNothingThatIsUnderWay() throws IOException {
    Path leftBehind = Files.createDirectory(here.resolve("part-1"));
    Files.writeString(leftBehind.resolve("weights.bin"), "half of it");
    Instant old = Instant.now().minus(ModelCache.PART_AGE_MAX).minusSeconds(60);
    Files.setLastModifiedTime(leftBehind, FileTime.from(old));
    Path underWay = Files.createDirectory(here.resolve("part-2"));
    new ModelCache(here).fetch(afar.toUri());
    assertThat(leftBehind).doesNotExist();
    assertThat(underWay).exists();
  }

  @Test
  void refusesAnotherBundleThanTheOneThatWasDeployed() {
    ModelCache cache = new ModelCache(here.resolve("cache"));
    String hash = cache.fetch(afar.toUri()).getFileName().toString();
    assertThat(cache.fetch(afar.toUri(), hash)).hasFileName(hash);
    assertThatThrownBy(() -> cache.fetch(afar.toUri(), "0".repeat(64)))
        .hasMessage(
            "Fetching the model from %s: expected a manifest with sha256 %s, found %s. Put back the bundle that was deployed, or deploy another."
                .formatted(afar.toUri(), "0".repeat(64), hash));
  }

  @Test
  void manyMayFetchTheSameAtOnce() throws Exception {
    for (int round = 0; round < 5; round++) {
      Path cache = here.resolve("cache-" + round);
      List<Callable<Path>> fetches =
          Collections.nCopies(8, () -> new ModelCache(cache).fetch(afar.toUri()));
      ExecutorService threads = Executors.newFixedThreadPool(fetches.size());
      try {
        for (Future<Path> fetched : threads.invokeAll(fetches)) {
          Bundle.open(fetched.get());
        }
      } finally {
        threads.shutdownNow();
      }
      assertThat(entries(cache)).as("nothing half-fetched is left").isEqualTo(1);
    }
  }

  @Test
  void anotherManifestIsAnotherBundle() throws IOException {
    ModelCache cache = new ModelCache(here);
    Path folder = cache.fetch(afar.toUri());
    Files.writeString(afar.resolve("manifest.json"), "\n", StandardOpenOption.APPEND);
    assertThat(cache.fetch(afar.toUri())).isNotEqualTo(folder);
  }

  @Test
  void saysWhatIsMissing() throws IOException {
    Files.delete(afar.resolve("manifest.json"));
    assertThatThrownBy(() -> new ModelCache(here).fetch(afar.toUri()))
        .isInstanceOf(BundleException.class)
        .hasMessageStartingWith(
            "Fetching the model from %s: expected a bundle that can be read, with a manifest.json, found "
                .formatted(afar.toUri()))
        .hasMessageEndingWith(
            "Check the URI, the rights, and that Flink has a file system for it.");
  }

  @Test
  void fetchesNoMoreFilesThanABundleHas() throws IOException {
    for (int file = 0; file < ModelCache.FILES_MAX; file++) {
      Files.createFile(afar.resolve("f" + file));
    }
    assertThatThrownBy(() -> new ModelCache(here).fetch(afar.toUri()))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("expected at most 64 files of 1073741824 bytes together, found 74");
    assertThat(entries(here)).isZero();
  }

  private static long entries(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.count();
    }
  }
}
