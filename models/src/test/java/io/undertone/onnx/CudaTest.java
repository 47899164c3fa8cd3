package io.undertone.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.undertone.cell.Device;
import io.undertone.cell.DeviceChoice;
import io.undertone.cell.EngineSettings;
import io.undertone.cell.ExecutorKind;
import io.undertone.cell.GoldenCheck;
import io.undertone.cell.GoldenDeviation;
import io.undertone.cell.ReviewEngine;
import io.undertone.cell.ReviewTask;
import io.undertone.model.Bundle;
import io.undertone.model.BundleCopy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a GPU must do; skipped, and said to be, where there is none. */
@Tag("gpu")
class CudaTest {

  private static final double TOLERANCE = 1e-5;
  private static final int WARM_UP = 20;
  private static final int ROUNDS = 200;
  private static final long GROWTH_KIB_MAX = 64 * 1024;

  static List<Path> everyBundle() {
    return BundleCopy.all();
  }

  @BeforeEach
  void needsAGpu() {
    String obstacle = CudaProbe.obstacle();
    assumeTrue(obstacle == null, () -> "no GPU to test on: " + obstacle);
  }

  @ParameterizedTest
  @MethodSource("everyBundle")
  void givesTheAnswersOfItsGoldensByBothExecutors(Path path) {
    Bundle bundle = Bundle.open(path);
    try (OnnxModel model = OnnxModel.load(bundle, DeviceChoice.CUDA)) {
      assertThat(model.device()).isEqualTo(Device.CUDA);
      assertThat(model.executor(ExecutorKind.AUTO)).isEqualTo(ExecutorKind.SEQUENCE);
      for (ExecutorKind executor : List.of(ExecutorKind.CELL, ExecutorKind.SEQUENCE)) {
        GoldenDeviation deviation =
            GoldenCheck.run(model, bundle.golden(), new EngineSettings(64, executor));
        assertThat(deviation.passes()).as("%s by %s", deviation, executor).isTrue();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("everyBundle")
  void givesTheAnswersOfTheCpu(Path path) {
    Bundle bundle = Bundle.open(path);
    try (OnnxModel cpu = OnnxModel.load(bundle, DeviceChoice.CPU);
        OnnxModel cuda = OnnxModel.load(bundle, DeviceChoice.CUDA)) {
      List<float[]> expected = logits(cpu, bundle);
      List<float[]> found = logits(cuda, bundle);
      for (int i = 0; i < expected.size(); i++) {
        for (int label = 0; label < expected.get(i).length; label++) {
          double logit = expected.get(i)[label];
          assertThat(Math.abs(found.get(i)[label] - logit))
              .isLessThanOrEqualTo(TOLERANCE * Math.max(1, Math.abs(logit)));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("everyBundle")
  void keepsItsMemoryFlat(Path path) throws Exception {
    Bundle bundle = Bundle.open(path);
    try (OnnxModel model = OnnxModel.load(bundle, DeviceChoice.CUDA)) {
      long before = 0;
      for (int round = 0; round < WARM_UP + ROUNDS; round++) {
        if (round == WARM_UP) {
          before = residentKib();
        }
        assertThat(logits(model, bundle)).isNotEmpty();
      }
      assertThat(residentKib() - before).isLessThan(GROWTH_KIB_MAX);
    }
    assertThat(OpenHandles.tensors()).isZero();
  }

  private static List<float[]> logits(OnnxModel model, Bundle bundle) {
    List<ReviewTask> tasks = new ArrayList<>();
    try (ReviewEngine engine = new ReviewEngine(model, new EngineSettings(64, ExecutorKind.AUTO))) {
      bundle
          .golden()
          .reviews()
          .forEach(
              review -> {
                int[] tokens = review.tokens().stream().mapToInt(Integer::intValue).toArray();
                tasks.add(ReviewTask.ofTokens(tokens, null, null));
                engine.add(tasks.get(tasks.size() - 1));
              });
      engine.drain();
    }
    return tasks.stream().map(ReviewTask::logits).toList();
  }

  private static long residentKib() throws Exception {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }
}
