package io.undertone.job.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.undertone.job.chaos.Waiting;
import io.undertone.job.kafka.KafkaConfig;
import io.undertone.job.kafka.TestKafka;
import io.undertone.job.kafka.TestReviews;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C in the middle of a command, in a process of its own. */
class InterruptIT {

  /** Enough reviews that none of them is the last one when the signal comes. */
  private static final int COPIES = 200;

  private static final int EXIT_CODE = 130;

  /** The signal comes at any moment of so many: while the job starts, or while it scores. */
  private static final int MOMENTS_MILLIS = 4000;

  @TempDir Path folder;

  @Test
  void leavesNothingHalfWritten() throws Exception {
    assumeThat(CommandProcess.ENV).exists();
    Path out = folder.resolve("out");
    String dataset = dataset().toString();
    Process replay = CommandProcess.start("replay", "--dataset", dataset, "--out", out.toString());
    awaitLine(replay.inputReader(UTF_8), "Read and sorted"); // which is when the job begins

    interrupt(replay);

    assertThat(out).doesNotExist();
  }

  @RepeatedTest(3)
  void leavesNothingOfUsersWheneverItComes() throws Exception {
    assumeThat(CommandProcess.ENV).exists();
    Path out = folder.resolve("out");
    Path memories = folder.resolve("memories");
    String dataset = dataset().toString();
    Process replay =
        CommandProcess.start(
            "replay",
            "--dataset",
            dataset,
            "--out",
            out.toString(),
            "--savepoint",
            memories.toString(),
            "--parallelism", // else many cores would be done sooner
            "1");
    awaitLine(replay.inputReader(UTF_8), "Read and sorted");
    Thread.sleep(ThreadLocalRandom.current().nextInt(MOMENTS_MILLIS));

    interrupt(replay);

    assertThat(out).doesNotExist();
    assertThat(memories).doesNotExist();
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).containsExactly(Path.of(dataset));
    }
  }

  @Test
  void saysNothingOfTheJobThatItCancels() throws Exception {
    assumeThat(CommandProcess.ENV).exists();
    Process demo = CommandProcess.start("demo", "--gap", "1s", "--parallelism", "1");
    BufferedReader said = demo.inputReader(UTF_8);
    awaitLine(said, "Both run.");

    interrupt(demo);

    assertThat(said.lines()).noneMatch(line -> line.contains("failed"));
  }

  @Test
  void saysWhereARunMayGoOn() throws Exception {
    assumeThat(CommandProcess.ENV).exists();
    KafkaConfig kafka = TestKafka.config(1, false);
    TestKafka.send(kafka, TestReviews.records(kafka.reviews(), TestReviews.lines(1).subList(0, 9)));
    List<String> options = new ArrayList<>(TestKafka.options(kafka));
    options.addAll(List.of("--checkpoint-dir", folder.toString(), "--checkpoint-interval", "50ms"));
    Process run = CommandProcess.start("run", options.toArray(new String[0]));
    BufferedReader said = run.inputReader(UTF_8);
    awaitLine(said, "Checkpoints every");
    Waiting.until(
        "results are committed", () -> TestKafka.committed(kafka, kafka.sentiments()).size() == 9);

    interrupt(run);

    String start = "Go on from the newest checkpoint: --restore-from file:";
    String newest = awaitLine(said, start).substring(start.length());
    assertThat(Path.of(newest, "_metadata")).startsWith(folder).exists();
    assertThat(said.lines()).isEmpty();
  }

  @Test
  void endsThePageWithTheDemo() throws Exception {
    assumeThat(CommandProcess.ENV).exists();
    Process demo = CommandProcess.start("demo", "--gap", "1ms", "--parallelism", "1", "--page");
    BufferedReader said = demo.inputReader(UTF_8);
    String stays = awaitLine(said, "The page stays: ");
    URL page = new URL(stays.substring(stays.indexOf("http"), stays.lastIndexOf("/") + 1));
    assertThat(page.openStream()).isNotEmpty();

    interrupt(demo);

    assertThat(said.lines()).isEmpty();
    assertThatThrownBy(page::openStream).isInstanceOf(ConnectException.class);
  }

  private static void interrupt(Process command) throws Exception {
    new ProcessBuilder("kill", "-INT", String.valueOf(command.pid())).start().waitFor();

    assertThat(command.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(command.exitValue()).isEqualTo(EXIT_CODE);
  }

  private static String awaitLine(BufferedReader said, String start) throws IOException {
    String line = said.readLine();
    while (line != null && !line.startsWith(start)) {
      line = said.readLine();
    }
    return Objects.requireNonNull(line);
  }

  private Path dataset() throws IOException {
    Path file = folder.resolve("reviews.jsonl");
    try (BufferedWriter writer = Files.newBufferedWriter(file)) {
      for (String line : TestReviews.lines(COPIES)) {
        writer.write(line);
        writer.newLine();
      }
    }
    return file;
  }
}
