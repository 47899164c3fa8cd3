package io.undertone.cell;

import io.undertone.Microbenchmark;
import io.undertone.model.Bundle;
import io.undertone.onnx.OnnxModel;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** Microseconds that one step of a token cell takes, by how many reviews step together. */
public class StepBenchmark extends Microbenchmark {

  private static final int STEPS = 64;
  private static final long SEED = 77;

  /** A bundle that ships. */
  @Param({"reviews-en-lstm", "reviews-en-gru", "reviews-en-rnn"})
  public String bundle = "";

  /** In floats, or in integers. */
  @Param({"CELL", "INTEGER"})
  public ExecutorKind executor = ExecutorKind.CELL;

  /** Reviews that step together, B. */
  @Param({"1", "8", "64", "256"})
  public int rows;

  @SuppressWarnings("NullAway.Init") // by open
  private OnnxModel model;

  @SuppressWarnings("NullAway.Init") // by open
  private StageExecutor stage;

  @SuppressWarnings("NullAway.Init") // by open
  private int[][] reviews;

  @Setup(Level.Trial)
  public void open() {
    model = OnnxModel.load(Bundle.open(Path.of("bundles", bundle)), DeviceChoice.CPU);
    stage = model.openTokenStage(new EngineSettings(rows, executor));
    Random random = new Random(SEED);
    int vocabulary = model.tokenizer().vocabulary();
    reviews =
        Stream.generate(() -> random.ints(STEPS, 0, vocabulary).toArray())
            .limit(rows)
            .toArray(int[][]::new);
  }

  @TearDown(Level.Trial)
  public void close() {
    stage.close();
    model.close();
  }

  /** As many reviews as there are slots, all of one length: every step is of all rows. */
  @Benchmark
  @OperationsPerInvocation(STEPS)
  public void step() {
    for (int[] review : reviews) {
      stage.add(Passage.ofTokens(review, stage.layout().initialRow(), null));
    }
    stage.drain();
  }
}
