package io.undertone.job.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.undertone.job.kafka.MemoryStart;
import io.undertone.job.kafka.ReadingStart;
import io.undertone.operator.settings.Answering;
import io.undertone.operator.settings.RecordFormat;
import io.undertone.operator.settings.SentimentSettings;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of a start with memories of the past: where they come from, and when answers begin. */
final class WarmStartOptions {

  @Option(
      names = "--answer-from",
      paramLabel = "TIME|latest",
      converter = AnsweringConverter.class,
      description =
          "Answer reviews from this time on, by their own time. Earlier reviews are only"
              + " remembered. If nothing is restored, the topic is read from the beginning."
              + " latest: the time of the first start. Empty: answer all.")
  @Nullable Answering answerFrom;

  @Option(
      names = "--history",
      arity = "1..*",
      paramLabel = "FILE",
      description =
          "Data sets, as replay reads them. Their reviews before the time of --answer-from"
              + " are remembered first. On the topic, reviews up to the newest of these are"
              + " skipped. Only with --answer-from, and only in this process.")
  List<Path> history = new ArrayList<>();

  @Option(
      names = "--start-from",
      paramLabel = "TIME",
      converter = TimeConverter.class,
      description =
          "For a savepoint of replay: read each partition from its first record that Kafka"
              + " dates at or after this time. Without a savepoint, it needs --answer-from or"
              + " --memory-start empty. Empty: not given.")
  @Nullable Instant startFrom;

  @Mixin EncodingOption text;

  /** Whether options say how to begin without a savepoint. */
  boolean saysHowToBegin() {
    return answerFrom != null || startFrom != null;
  }

  /** The settings, with the option on answers. */
  SentimentSettings applied(SentimentSettings settings) {
    return answerFrom == null ? settings : settings.with(answerFrom);
  }

  /**
   * Refuses options that contradict each other.
   *
   * @param restores whether a savepoint is given
   */
  void requireConsistent(boolean restores, MemoryStart memories, RecordFormat.Value value) {
    if (!history.isEmpty()) {
      requireConsistentHistory(restores, value);
    } else if (!text.encoding.equals(UTF_8)) {
      throw new WrongUsage("--encoding is about the data sets of --history, and there are none.");
    }
    if (answerFrom == null || restores) {
      return;
    }
    if (memories == MemoryStart.EMPTY) {
      throw new WrongUsage(
          "--memory-start empty begins without memories, and --answer-from builds them; leave one"
              + " out.");
    }
    if (startFrom != null && startFrom.toEpochMilli() > answerFrom.from()) {
      throw new WrongUsage(
          "--start-from is %s, later than --answer-from, %s; reviews between would get no answer."
              .formatted(startFrom, Instant.ofEpochMilli(answerFrom.from())));
    }
  }

  private void requireConsistentHistory(boolean restores, RecordFormat.Value value) {
    if (answerFrom == null) {
      throw new WrongUsage("--history wants --answer-from: from when on reviews are answered.");
    }
    if (restores) {
      throw new WrongUsage(
          "--history and --restore-from both say what is remembered; leave one out.");
    }
    if (value == RecordFormat.Value.REGISTRY) {
      throw new WrongUsage(
          "--value is registry, and files of --history have no frames; write a savepoint with replay"
              + " and give --restore-from.");
    }
  }

  /**
   * Where reading begins without offsets.
   *
   * @param restored a job with checkpoints has read its past already, and does not begin again
   */
  ReadingStart start(MemoryStart memories, RestorePoint restored) {
    return new ReadingStart(
        memories,
        answerFrom != null && restored.savepoint() == null && !restored.hasCheckpoints(),
        startFrom == null || restored.hasCheckpoints() ? null : startFrom.toEpochMilli(),
        restored.savepoint());
  }

  /** A line on when answers begin; empty if all reviews are answered. */
  Optional<String> inWords(@Nullable String restored) {
    return Optional.ofNullable(answerFrom)
        .map(
            answers ->
                answers.latest() && restored != null
                    ? "Reviews from before the job's first start are remembered without an answer."
                    : "Reviews before %s are remembered without an answer."
                        .formatted(Instant.ofEpochMilli(answers.from())));
  }
}
