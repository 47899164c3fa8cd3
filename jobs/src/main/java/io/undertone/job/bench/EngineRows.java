package io.undertone.job.bench;

import io.undertone.cell.Device;
import io.undertone.cell.EngineSettings;
import io.undertone.cell.ExecutorKind;
import io.undertone.cell.Model;
import io.undertone.cell.ReviewEngine;
import io.undertone.cell.ReviewTask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;

/** Rows of the engine alone, without a pipeline: each review has a user of its own. */
final class EngineRows {

  private final Model model;
  private final Workload work;
  private final ExecutorKind executor;
  private final int tokensMax;

  /**
   * @param executor of the rows that begin with texts
   */
  EngineRows(Model model, Workload work, ExecutorKind executor, int tokensMax) {
    this.model = model;
    this.work = work;
    this.executor = executor;
    this.tokensMax = tokensMax;
  }

  /** The executor of the rows that begin with texts. */
  ExecutorKind ofTexts() {
    return model.executor(executor);
  }

  /** Whether the model has a graph for an executor. */
  boolean runs(ExecutorKind kind) {
    return model.runs(kind);
  }

  boolean runsOnGpu() {
    return model.device() == Device.CUDA;
  }

  /** Token ids in: all reviews in one batch run, repeated until the time is over. */
  Rate batched(ExecutorKind kind, int slots, Duration time) {
    return whole(kind, slots, time, work::tokens);
  }

  /** One review at a time. */
  Rate single(ExecutorKind kind, Duration time) {
    try (ReviewEngine engine = open(kind, 1)) {
      long start = System.nanoTime();
      long end = start + time.toNanos();
      long reviews = 0;
      long tokens = 0;
      while (System.nanoTime() < end) {
        tokens += add(engine, work.tokens(reviews));
        engine.drain();
        reviews++;
      }
      return Rate.of(reviews, tokens, System.nanoTime() - start);
    }
  }

  /** Text in, on several threads, each with an engine of its own over the one model. */
  Rate texts(int slots, int threads, Duration time) {
    IntFunction<int[]> ids =
        review -> model.tokenizer().tokenize(work.text(review), tokensMax).ids();
    List<CompletableFuture<Rate>> rates = new ArrayList<>();
    for (int thread = 0; thread < threads; thread++) {
      rates.add(
          CompletableFuture.supplyAsync(
              () -> whole(executor, slots, time, ids), EngineRows::inThread));
    }
    return rates.stream().map(CompletableFuture::join).reduce(new Rate(0, 0), Rate::plus);
  }

  /** At least one pass through all reviews. */
  private Rate whole(ExecutorKind kind, int slots, Duration time, IntFunction<int[]> idsOfReview) {
    try (ReviewEngine engine = open(kind, slots)) {
      long start = System.nanoTime();
      long end = start + time.toNanos();
      long passes = 0;
      do {
        for (int review = 0; review < Workload.COUNT; review++) {
          add(engine, idsOfReview.apply(review));
        }
        engine.drain();
        passes++;
      } while (System.nanoTime() < end);
      return Rate.of(passes * Workload.COUNT, passes * work.tokensSum(), System.nanoTime() - start);
    }
  }

  private ReviewEngine open(ExecutorKind kind, int slots) {
    return new ReviewEngine(model, new EngineSettings(slots, kind));
  }

  private static int add(ReviewEngine engine, int[] ids) {
    engine.add(ReviewTask.ofTokens(ids, null, null));
    return ids.length;
  }

  private static void inThread(Runnable work) {
    new Thread(work, "bench engine").start();
  }
}
