package io.undertone.job.bench;

import io.undertone.cell.EngineSettings;
import io.undertone.cell.ExecutorKind;
import io.undertone.cell.Model;
import io.undertone.cell.ReviewEngine;
import io.undertone.cell.ReviewTask;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** One thread, token ids in, logits out; every review of a user of its own. */
final class EngineBench {

  private final Model model;
  private final BenchTexts texts;

  EngineBench(Model model, BenchTexts texts) {
    this.model = model;
    this.texts = texts;
  }

  /** Reviews as they come, the slots always full until the end, and then drained. */
  Rate cell(int slots, Duration time) {
    try (ReviewEngine engine = open(slots, ExecutorKind.CELL)) {
      long start = System.nanoTime();
      long end = start + time.toNanos();
      long reviews = 0;
      long tokens = 0;
      while (System.nanoTime() < end) {
        while (engine.inFlight() < 2 * slots) {
          tokens += add(engine, texts.tokens(reviews));
          reviews++;
        }
        engine.advance();
      }
      engine.drain();
      return Rate.of(reviews, tokens, System.nanoTime() - start);
    }
  }

  /** All texts at once, sorted by length, again and again. */
  Rate sequence(int slots, Duration time) {
    List<int[]> sorted =
        IntStream.range(0, BenchTexts.COUNT)
            .mapToObj(texts::tokens)
            .sorted(Comparator.comparingInt(ids -> ids.length))
            .toList();
    try (ReviewEngine engine = open(slots, ExecutorKind.SEQUENCE)) {
      long start = System.nanoTime();
      long end = start + time.toNanos();
      long reviews = 0;
      long tokens = 0;
      while (System.nanoTime() < end) {
        for (int[] ids : sorted) {
          tokens += add(engine, ids);
        }
        engine.drain();
        reviews += sorted.size();
      }
      return Rate.of(reviews, tokens, System.nanoTime() - start);
    }
  }

  /** One review at a time, each to its end. */
  Rate single(ExecutorKind executor, Duration time) {
    try (ReviewEngine engine = open(1, executor)) {
      long start = System.nanoTime();
      long end = start + time.toNanos();
      long reviews = 0;
      long tokens = 0;
      while (System.nanoTime() < end) {
        tokens += add(engine, texts.tokens(reviews));
        engine.drain();
        reviews++;
      }
      return Rate.of(reviews, tokens, System.nanoTime() - start);
    }
  }

  /** Text in: what a subtask of the pipeline would do, without the pipeline. */
  Rate text(int slots, int tokensMax, long first, Duration time) {
    try (ReviewEngine engine = open(slots, ExecutorKind.CELL)) {
      long start = System.nanoTime();
      long end = start + time.toNanos();
      long reviews = 0;
      long tokens = 0;
      while (System.nanoTime() < end) {
        while (engine.inFlight() < 2 * slots) {
          String text = texts.text(first + reviews);
          tokens += add(engine, model.tokenizer().tokenize(text, tokensMax).ids());
          reviews++;
        }
        engine.advance();
      }
      engine.drain();
      return Rate.of(reviews, tokens, System.nanoTime() - start);
    }
  }

  private ReviewEngine open(int slots, ExecutorKind executor) {
    return new ReviewEngine(model, new EngineSettings(slots, executor));
  }

  private static int add(ReviewEngine engine, int[] ids) {
    engine.add(ReviewTask.ofTokens(ids, null, null));
    return ids.length;
  }
}
