package io.undertone.job.command;

import io.undertone.job.JobException;
import io.undertone.job.local.AtExit;
import io.undertone.model.BundleException;
import io.undertone.onnx.DeviceException;
import io.undertone.operator.score.StateMismatchException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.runtime.client.DuplicateJobSubmissionException;
import org.apache.flink.util.ExceptionUtils;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;

/** Reports a failure in one message, with a stack trace only if asked for. */
final class Failures {

  private static final String STACKTRACE = "--stacktrace";

  /** Flink's message about a savepoint with another max parallelism. */
  private static final Pattern OTHER_BOUND =
      Pattern.compile("max parallelism ([0-9]+) to new program with max parallelism ([0-9]+)");

  private Failures() {}

  /** Prints the failure, unless Ctrl-C caused it; returns the exit code. */
  static int present(Throwable failure, PrintWriter messages, List<String> arguments) {
    if (AtExit.isEnding()) {
      return CommandLines.FAILURE;
    }
    messages.println(message(failure));
    if (arguments.contains(STACKTRACE)) {
      failure.printStackTrace(messages);
    }
    return CommandLines.FAILURE;
  }

  /** The message for a failure. */
  static String message(Throwable failure) {
    Optional<Throwable> told = told(failure);
    if (told.isPresent()) {
      return String.valueOf(told.get().getMessage());
    }
    if (isOfUnclaimedState(failure)) {
      return "Restoring the job: expected a step for all state of the savepoint, found none for"
          + " some, such as --unique-reviews' or --models' where that is left out now. Give"
          + " --allow-non-restored-state to leave such state out.";
    }
    Optional<DuplicateJobSubmissionException> repeated =
        ExceptionUtils.findThrowable(failure, DuplicateJobSubmissionException.class);
    if (repeated.isPresent()) {
      return ofRepeatedId(repeated.get());
    }
    Throwable root = JobException.root(failure);
    if (root instanceof ProducerFencedException || root instanceof InvalidProducerEpochException) {
      return "Sending results: expected to be the only one with these transactional ids, found that Kafka has given them to another producer (%s). Another job on these brokers has the same --transactional-id-prefix: give each job its own. If none has, a transaction was open for longer than transaction.timeout.ms."
          .formatted(root.getClass().getSimpleName());
    }
    if (root instanceof OutOfMemoryError) {
      return "It failed: expected memory enough, found %s. Give Java more by UNDERTONE_HEAP, such as UNDERTONE_HEAP=4g, or ask for less at once, by --parallelism or --batch."
          .formatted(JobException.found(root));
    }
    Matcher bound = OTHER_BOUND.matcher(String.valueOf(root.getMessage()));
    if (bound.find()) {
      return "Restoring the job: expected --max-parallelism %s, as in the savepoint, found %s. Give %s."
          .formatted(bound.group(1), bound.group(2), bound.group(1));
    }
    String what = root.getMessage() == null ? root.getClass().getName() : root.getMessage();
    return "It failed: %s (%s). Give %s to see where."
        .formatted(what, root.getClass().getSimpleName(), STACKTRACE);
  }

  /** Flink takes a job that has ended before for a success, and then waits without a job. */
  private static String ofRepeatedId(DuplicateJobSubmissionException repeated) {
    return repeated.isGloballyTerminated()
        ? "Starting job %s: expected a job id of which no life has ended, found one whose job has ended before: it finished, was stopped or cancelled, or failed. No job runs now. Start under a new job id, with --restore-from the savepoint of the stop, or the newest retained checkpoint, where users' memories and the place to read on are to be kept."
            .formatted(repeated.getJobID())
        : "Starting job %s: expected a job id of which no job runs, found one that does. Leave that job, or stop it with a savepoint and start under a new job id."
            .formatted(repeated.getJobID());
  }

  /** Whether Flink refused a savepoint with state of a step that the job lacks. */
  private static boolean isOfUnclaimedState(Throwable failure) {
    return ExceptionUtils.findThrowableWithMessage(failure, "allowNonRestoredState").isPresent();
  }

  /** The first failure in the chain of causes whose message is for users. */
  private static Optional<Throwable> told(Throwable failure) {
    return ExceptionUtils.findThrowable(
        failure,
        each ->
            each instanceof JobException
                || each instanceof BundleException
                || each instanceof DeviceException
                || each instanceof StateMismatchException);
  }
}
