package io.undertone.job.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.undertone.job.JobException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.api.common.JobID;
import org.apache.flink.runtime.client.DuplicateJobSubmissionException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Flink is told of a command that fails on a cluster, where it alone speaks to people. */
class UndertoneTest {

  /** The main method sets it for the process, which is that of other tests, too. */
  @AfterEach
  void forgetTheLevelOfFailures() {
    System.clearProperty("undertone.log.failures");
  }

  @Test
  void throwsTheReasonOfWrongUsage() {
    assertThat(thrownBy("run", "--batch=0"))
        .hasMessage("Undertone ended with exit code 2: --batch is 0; it has to be from 1 to 4096.");
  }

  @Test
  void throwsTheReasonOfAFailureWithTheFailure() {
    Path bundles = Path.of("../models/bundles").toAbsolutePath().normalize();
    System.setProperty("undertone.bundles", bundles.toString());

    assertThat(thrownBy("run", "--model=no-such-model"))
        .hasMessageStartingWith("Undertone ended with exit code 1: ")
        .hasMessageContaining("no-such-model")
        .hasMessageContaining(", found ")
        .hasCauseInstanceOf(Exception.class);
  }

  @Test
  void throwsTheReasonOfAnOptionsFile(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("job.yaml"), "group: ${env:NOT_SET_ANYWHERE}");

    assertThat(thrownBy("run", "--config=" + file))
        .hasMessageStartingWith("Undertone ended with exit code 2: ")
        .hasMessageContaining("the environment variable NOT_SET_ANYWHERE for 'group'")
        .hasCauseInstanceOf(JobException.class);
  }

  @Test
  void throwsNoSecretThatStandsInAReason(@TempDir Path folder) throws IOException {
    Path secret = Files.writeString(folder.resolve("secret"), "open sesame");
    Path file =
        Files.writeString(folder.resolve("job.yaml"), "batch: ${file:%s}".formatted(secret));

    assertThat(thrownBy("run", "--config=" + file))
        .hasMessageStartingWith(
            "Undertone ended with exit code 2: Invalid value for option '--batch': '${file:")
        .hasMessageNotContaining("open sesame");
  }

  @Test
  void saysThatAJobIdIsOverWhereFlinkSaysNothing() {
    JobID id = JobID.fromHexString("00000000000000000000000000000007");
    Exception over =
        new IOException("submitting", DuplicateJobSubmissionException.ofGloballyTerminated(id));

    assertThat(Failures.message(over))
        .isEqualTo(
            "Starting job 00000000000000000000000000000007: expected a job id of which no life has"
                + " ended, found one whose job has ended before: it finished, was stopped or"
                + " cancelled, or failed. No job runs now. Start under a new job id, with"
                + " --restore-from the savepoint of the stop, or the newest retained checkpoint,"
                + " where users' memories and the place to read on are to be kept.");
    assertThat(Failures.message(new IOException(DuplicateJobSubmissionException.of(id))))
        .isEqualTo(
            "Starting job 00000000000000000000000000000007: expected a job id of which no job runs,"
                + " found one that does. Leave that job, or stop it with a savepoint and start under"
                + " a new job id.");
  }

  @Test
  void namesTheOptionWhereAnotherProducerHasTheTransactionalId() {
    for (Exception fenced :
        List.of(
            new InvalidProducerEpochException("old epoch"), new ProducerFencedException("new"))) {
      assertThat(Failures.message(new IOException("sending", fenced)))
          .isEqualTo(
              "Sending results: expected to be the only one with these transactional ids, found that"
                  + " Kafka has given them to another producer (%s). Another job on these brokers has"
                      .formatted(fenced.getClass().getSimpleName())
                  + " the same --transactional-id-prefix: give each job its own. If none has, a"
                  + " transaction was open for longer than transaction.timeout.ms.");
    }
  }

  private static Throwable thrownBy(String... arguments) {
    ClusterContext cluster = ClusterContext.open();
    try {
      return assertThatThrownBy(() -> Undertone.main(arguments))
          .isInstanceOf(IllegalStateException.class)
          .actual();
    } finally {
      cluster.close();
    }
  }
}
