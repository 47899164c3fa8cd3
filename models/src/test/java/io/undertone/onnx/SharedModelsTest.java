package io.undertone.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.undertone.cell.DeviceChoice;
import io.undertone.cell.EngineSettings;
import io.undertone.cell.ExecutorKind;
import io.undertone.cell.ReviewEngine;
import io.undertone.cell.ReviewTask;
import io.undertone.model.BundleCopy;
import io.undertone.model.BundleException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedModelsTest {

  private static final Path TINY = BundleCopy.tiny("tiny-lstm");
  private static final int LOADS = 20;
  private static final int STEPS = 200_000;

  @AfterEach
  void leavesNothingOpen() {
    assertThat(OpenHandles.sessions()).isZero();
    assertThat(OpenHandles.tensors()).isZero();
  }

  @Test
  void loadsABundleOnceAndClosesItWithItsLastLease() {
    SharedModels.Lease first = SharedModels.lease(TINY, DeviceChoice.CPU);
    SharedModels.Lease second = SharedModels.lease(TINY, DeviceChoice.CPU);
    assertThat(second.model()).isSameAs(first.model());
    long sessions = OpenHandles.sessions();
    first.close();
    first.close();
    assertThat(OpenHandles.sessions()).isEqualTo(sessions);
    assertThatThrownBy(first::model).isInstanceOf(IllegalStateException.class);
    second.close();
  }

  @Test
  void leavesNothingBehindWhenABundleCannotBeOpened() {
    assertThatThrownBy(() -> SharedModels.lease(TINY.resolve("nowhere"), DeviceChoice.CPU))
        .isInstanceOf(BundleException.class);
    SharedModels.lease(TINY, DeviceChoice.CPU).close();
  }

  @Test
  void keepsNoLeaseOfWhoWasRefused(@TempDir Path folder) throws IOException {
    assertThatThrownBy(() -> SharedModels.lease(folder, DeviceChoice.CPU))
        .isInstanceOf(BundleException.class);
    BundleCopy.of(TINY, folder);
    SharedModels.lease(folder, DeviceChoice.CPU).close();
    assertThat(OpenHandles.sessions()).as("closed with its only lease").isZero();
  }

  @Test
  void knowsABundleByWhateverPathItIsNamed() {
    Path roundabout = TINY.resolve("..").resolve(TINY.getFileName()).toAbsolutePath();
    try (SharedModels.Lease one = SharedModels.lease(TINY, DeviceChoice.CPU);
        SharedModels.Lease other = SharedModels.lease(roundabout, DeviceChoice.CPU)) {
      assertThat(other.model()).isSameAs(one.model());
    }
  }

  @Test
  void givesEachChoiceOfADeviceAModelOfItsOwn() {
    try (SharedModels.Lease cpu = SharedModels.lease(TINY, DeviceChoice.CPU);
        SharedModels.Lease either = SharedModels.lease(TINY, DeviceChoice.AUTO)) {
      assertThat(either.model()).isNotSameAs(cpu.model());
    }
  }

  @Test
  void opensAndClosesAgainAndAgain() {
    for (int load = 0; load < LOADS; load++) {
      try (SharedModels.Lease lease = SharedModels.lease(TINY, DeviceChoice.CPU);
          ReviewEngine engine = engine(lease, 1 + load)) {
        read(engine, 30);
      }
      assertThat(OpenHandles.tensors()).isZero();
    }
  }

  /** Tensors are made once for each row count; steps make none. */
  @Test
  void opensNoMoreTensorsHoweverLongItRuns() {
    try (SharedModels.Lease lease = SharedModels.lease(TINY, DeviceChoice.CPU);
        ReviewEngine engine = engine(lease, 16)) {
      read(engine, 500);
      long tensors = OpenHandles.tensors();
      while (engine.tokenStatistics().rows() < STEPS) {
        read(engine, 500);
      }
      assertThat(OpenHandles.tensors()).isEqualTo(tensors);
    }
  }

  @Test
  void givesTheSameAnswersToManyThreadsAtOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<float[]>> readers = new ArrayList<>();
      for (int reader = 0; reader < 8; reader++) {
        int slots = 1 + 3 * reader;
        readers.add(() -> lastLogits(slots));
      }
      float[] expected = lastLogits(5);
      for (Future<float[]> found : threads.invokeAll(readers)) {
        assertThat(found.get()).isEqualTo(expected);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static float[] lastLogits(int slots) {
    try (SharedModels.Lease lease = SharedModels.lease(TINY, DeviceChoice.CPU);
        ReviewEngine engine = engine(lease, slots)) {
      return read(engine, 300).logits();
    }
  }

  private static ReviewEngine engine(SharedModels.Lease lease, int slots) {
    return new ReviewEngine(lease.model(), new EngineSettings(slots, ExecutorKind.CELL));
  }

  /** Reads reviews of 1 to 40 tokens and gives the last back. */
  private static ReviewTask read(ReviewEngine engine, int reviews) {
    ReviewTask task = ReviewTask.ofTokens(new int[] {1}, null, null);
    for (int review = 0; review < reviews; review++) {
      int[] tokens = new int[1 + review * 7 % 40];
      Arrays.setAll(tokens, i -> (i * 13 + tokens.length) % 280);
      task = ReviewTask.ofTokens(tokens, null, null);
      engine.add(task);
    }
    engine.drain();
    return task;
  }
}
