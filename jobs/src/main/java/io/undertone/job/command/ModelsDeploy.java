package io.undertone.job.command;

import static io.undertone.job.command.ScoringOptions.SHOWN;

import io.undertone.cell.DeviceChoice;
import io.undertone.job.JobException;
import io.undertone.job.kafka.ControlTopic;
import io.undertone.model.BundleException;
import io.undertone.model.Manifest;
import io.undertone.operator.deploy.Deployment;
import io.undertone.operator.deploy.DeploymentOutcome;
import io.undertone.operator.deploy.StatePolicy;
import io.undertone.operator.model.FetchedBundle;
import io.undertone.operator.model.ModelSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Deploys another model to a running job, and reports the outcome. */
@Command(
    name = "deploy",
    description = {
      "Gives a running job (run --models) another model, without a stop.",
      "First verifies the bundle here and runs its goldens. Then every subtask of the"
          + " job does the same. All subtasks switch at one checkpoint, or none does.",
      "Says so first if the model's language is not that of the model deployed before it.",
      "Waits for the job's answer. The exit code is 0 if the model answers, and 1 if it"
          + " was refused or nobody answered."
    })
final class ModelsDeploy implements Callable<Integer> {

  @Mixin OutputOptions output;
  @Mixin BrokerOptions broker;

  @Parameters(
      paramLabel = "M",
      description = "Name, folder or URI of a bundle that every machine of the job can read.")
  String model;

  @Option(
      names = {"--models", "--topic"},
      paramLabel = "TOPIC",
      description = "The job's control topic." + SHOWN)
  String topic = "models";

  @Option(
      names = "--state",
      paramLabel = "S",
      description =
          "What to do if the model cannot read users' memories: reset (they start fresh),"
              + " fail (it is refused) or rewarm (it reads their last reviews; see run"
              + " --rewarm-reviews)."
              + SHOWN)
  StatePolicy state = StatePolicy.RESET;

  @Option(
      names = "--unchecked",
      description =
          "Do not verify the bundle here, since this machine cannot read it. The job does.")
  boolean unchecked;

  @Option(
      names = "--wait",
      paramLabel = "T",
      description = "How long to wait for the job's answer. 0: not at all." + SHOWN)
  Duration wait = Duration.ofMinutes(5);

  @Option(
      names = ConfigFile.OPTION,
      paramLabel = "FILE.yaml",
      description = "Read options of this command from a file.")
  @Nullable Path config;

  @Override
  public Integer call() throws InterruptedException {
    String id = UUID.randomUUID().toString();
    String uri = unchecked ? absolute() : uri(ModelName.locate(model));
    FetchedBundle bundle = unchecked ? null : proven(uri, id);
    String manifest = bundle == null ? null : bundle.manifestSha256();
    try (ControlTopic control =
        ControlTopic.open(broker.bootstrapServers, broker.properties, topic)) {
      if (bundle != null) {
        Manifest next = ModelSource.at(bundle.folder().toString()).manifest();
        control.lastSwitched().ifPresent(running -> warnOfLanguage(running, next));
      }
      control.send(new Deployment(id, uri, state, manifest));
      System.err.printf(
          "Deployment %s of %s is on '%s'%s.%n",
          id, uri, topic, wait.isZero() ? "" : "; waiting for the job's answer");
      if (!wait.isZero()) {
        report(control.await(id, wait).orElseThrow(() -> silent(id)));
      }
    }
    return CommandLines.SUCCESS;
  }

  /** The place as the job reads it; a bundle's name means nothing there. */
  private String absolute() {
    if (!ModelSource.isUri(model) && !model.startsWith("/")) {
      throw new WrongUsage(
          "With --unchecked the model has to be a URI or an absolute path, as the job's machines read"
              + " it; it is '%s'.".formatted(model));
    }
    return model;
  }

  /** Fetches and verifies the bundle as the job will. */
  private static FetchedBundle proven(String uri, String id) throws InterruptedException {
    FetchedBundle bundle = FetchedBundle.of(uri, null, id);
    bundle.lease(DeviceChoice.CPU).close();
    return bundle;
  }

  /** The job refuses other labels, but cannot know whether the reviews come in another language. */
  private void warnOfLanguage(DeploymentOutcome running, Manifest next) {
    Manifest before;
    try {
      before = ModelSource.open(running.bundle()).manifest();
    } catch (BundleException unreadableHere) {
      return; // nothing to compare with
    }
    if (before.id().equals(running.model()) && !before.language().equals(next.language())) {
      output
          .messages()
          .printf(
              "Comparing %s with %s, which was deployed to '%s' last: expected the same language, found '%s' in place of '%s'. Answers to reviews in another language mean nothing; to go back, deploy %s.%n",
              next.id(), before.id(), topic, next.language(), before.language(), running.bundle());
    }
  }

  private static void report(DeploymentOutcome outcome) {
    if (!outcome.switched()) {
      throw new JobException(
          "Deploying " + outcome.bundle(),
          "that every subtask of the job takes it",
          "that it was refused by " + outcome.reason(),
          "Nothing has changed.");
    }
    System.out.printf("%s answers from now on.%n", outcome.model());
  }

  private JobException silent(String id) {
    return new JobException(
        "Waiting for an answer to deployment " + id,
        "one on '%s' within %d s".formatted(topic, wait.toSeconds()),
        "none",
        "The deployment stays there: a job that runs with --models %s takes it up. See that one runs and that its checkpoints complete."
            .formatted(topic));
  }

  /** A folder of this machine as a URI. */
  private static String uri(String place) {
    return ModelSource.isUri(place) ? place : Path.of(place).toAbsolutePath().toUri().toString();
  }
}
