package io.undertone.job.command;

import static io.undertone.job.command.WarmStarts.FROM;
import static io.undertone.job.command.WarmStarts.PAST;
import static io.undertone.job.command.WarmStarts.SINCE;
import static io.undertone.job.command.WarmStarts.answers;
import static io.undertone.job.command.WarmStarts.left;
import static io.undertone.job.command.WarmStarts.line;
import static io.undertone.job.command.WarmStarts.topicOf;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.undertone.job.kafka.KafkaConfig;
import io.undertone.job.kafka.TestJob;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Warm starts that cannot be: nothing is answered, nothing is left behind. */
class WarmStartRefusedIT {

  @TempDir Path folder;
  private WarmStarts commands;

  @BeforeEach
  void findsTheBundles() {
    commands = new WarmStarts(folder);
  }

  @Test
  void wantsATimeForASavepointWithoutOffsetsAndTheSameBoundOfRescaling() throws Exception {
    Path savepoint = folder.resolve("memories");
    assertThat(commands.replay(PAST, savepoint)).as(commands.said()).isZero();
    KafkaConfig kafka = topicOf(SINCE);

    ByteArrayOutputStream terminal = new ByteArrayOutputStream();
    PrintStream err = System.err;
    System.setErr(new PrintStream(terminal, true, UTF_8));
    try {
      assertThat(commands.run(kafka, "--restore-from", savepoint.toString())).isEqualTo(1);
    } finally {
      System.setErr(err);
    }

    assertThat(terminal.toString(UTF_8)).as("nothing has started").isEmpty();
    assertThat(commands.said())
        .isEqualTo(
            line(
                "Starting from the savepoint %s: expected the offsets where its job stopped reading, or --start-from, found neither. A replay has written it, which read no topic. Give --start-from TIME: from when on the topic is to be read."
                    .formatted(savepoint)));
    String[] otherBound = {
      "--restore-from", savepoint.toString(), "--start-from", FROM, "--max-parallelism", "128"
    };
    assertThat(commands.run(kafka, otherBound)).isEqualTo(1);
    assertThat(commands.said())
        .isEqualTo(
            line(
                "Restoring the job: expected --max-parallelism 720, as in the savepoint, found 128. Give 720."));
    assertThat(answers(kafka)).isEmpty();
  }

  @Test
  void refusesATimeWhereTheSavepointSaysWhereToReadOn() throws Exception {
    KafkaConfig kafka = topicOf(PAST);
    String savepoint = TestJob.runUntil(kafka, PAST.size(), TestJob.environment(1), folder);

    String refusal =
        "Starting from the savepoint %s with --start-from: expected one of a replay, which does not say where to read on, found one that does. Leave --start-from out."
            .formatted(savepoint);

    assertThat(commands.run(kafka, "--restore-from", savepoint, "--start-from", FROM)).isEqualTo(1);
    assertThat(commands.said()).isEqualTo(line(refusal));

    RestorePoint ofTheCluster = new RestorePoint(null, savepoint, false);
    assertThatThrownBy(() -> ofTheCluster.check(false, true)).hasMessage(refusal);
  }

  @Test
  void saysThatTheDataSetsHoldNothingOfThePast() throws Exception {
    Path file = Files.write(folder.resolve("since.jsonl"), SINCE);
    KafkaConfig kafka = topicOf(SINCE);

    int code = commands.run(kafka, "--answer-from", FROM, "--history", file.toString());

    assertThat(code).isEqualTo(1);
    assertThat(commands.said())
        .isEqualTo(
            line(
                "Reading the data sets of --history: expected reviews from before %s, found none, and 0 rows rejected. Check --answer-from, --fields and --timestamp-unit; replay says more of each row."
                    .formatted(FROM)));
    assertThat(left(folder.resolve("chk 1%"))).isEmpty();
  }

  @Test
  void writesNoSavepointWhereNothingIsRemembered() throws Exception {
    Path savepoint = folder.resolve("memories");

    assertThat(commands.replay(List.of("[]", "{\"text\":7}"), savepoint)).isEqualTo(1);

    assertThat(commands.said())
        .startsWith("Replaying the data set ")
        .contains("2 rows, all rejected");
    assertThat(left(folder)).containsExactlyInAnyOrder("out", "past.jsonl");
  }

  @Test
  void refusesAFolderThatIsNotFreeBeforeItReadsAnything() throws Exception {
    Path taken = Files.createDirectory(folder.resolve("taken"));
    Files.createFile(taken.resolve("kept"));

    assertThat(commands.replay(PAST, taken)).isEqualTo(1);

    assertThat(commands.said())
        .isEqualTo(
            line(
                "Writing a savepoint to %s: expected a folder that is not there yet, found one with something in it. Give another --savepoint."
                    .formatted(taken)));
    assertThat(left(folder)).containsExactlyInAnyOrder("taken", "past.jsonl");
    assertThat(left(taken)).containsExactly("kept");
  }
}
