package io.undertone.job.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every command that starts a job refuses, before anything is started. */
class JobOptionsTest {

  private final StringWriter messages = new StringWriter();

  @ParameterizedTest
  @MethodSource("jobs")
  void refusesACheckpointIntervalThatOutlastsATransaction(List<String> job) {
    assertThat(run(job, "--checkpoint-interval", "1h")).isEqualTo(2);
    assertThat(messages.toString())
        .contains(
            "--checkpoint-interval is 3600000 ms; it has to be from 10 ms to 300 s, since a"
                + " transaction is open for that long.");
  }

  @ParameterizedTest
  @MethodSource("jobs")
  void refusesACheckpointIntervalThatFlinkDoesNotTake(List<String> job) {
    assertThat(run(job, "--checkpoint-interval", "9ms")).isEqualTo(2);
    assertThat(messages.toString())
        .contains("--checkpoint-interval is 9 ms; it has to be from 10 ms to 300 s");
  }

  @ParameterizedTest
  @MethodSource("jobs")
  void refusesAParallelismOfNone(List<String> job) {
    assertThat(run(job, "--parallelism", "0")).isEqualTo(2);
    assertThat(messages.toString())
        .startsWith("--parallelism is 0; it has to be at least 1." + System.lineSeparator());
  }

  @ParameterizedTest
  @MethodSource("jobs")
  void refusesMoreSubtasksThanTheirBound(List<String> job) {
    assertThat(run(job, "--parallelism", "3", "--max-parallelism", "2")).isEqualTo(2);
    assertThat(messages.toString())
        .startsWith("--parallelism is 3, and --max-parallelism 2; it has to be that many at most.");
  }

  @ParameterizedTest
  @MethodSource("jobs")
  void refusesABoundThatFlinkDoesNotTake(List<String> job) {
    assertThat(run(job, "--max-parallelism", "32769")).isEqualTo(2);
    assertThat(messages.toString()).startsWith("--max-parallelism is 32769; Flink takes at most");
  }

  @ParameterizedTest
  @MethodSource("jobs")
  void refusesAnEmptyFolderOfCheckpointsAndAnEmptyPrefix(List<String> job) {
    assertThat(run(job, "--checkpoint-dir=")).isEqualTo(2);
    assertThat(messages.toString())
        .contains("--checkpoint-dir is empty; give a value, or leave it out.");
    assertThat(run(job, "--transactional-id-prefix= ")).isEqualTo(2);
    assertThat(messages.toString())
        .contains("--transactional-id-prefix is empty; give a value, or leave it out.");
  }

  /** The commands that start a job, with what they cannot do without. */
  static Stream<List<String>> jobs() {
    return Stream.of(
        List.of("demo"),
        List.of("run"),
        List.of("bench"),
        List.of("replay", "--dataset", "none.jsonl", "--out", "none"));
  }

  private int run(List<String> command, String... options) {
    return CommandLines.execute(
        new PrintWriter(messages, true),
        Stream.concat(command.stream(), Stream.of(options)).toArray(String[]::new));
  }
}
