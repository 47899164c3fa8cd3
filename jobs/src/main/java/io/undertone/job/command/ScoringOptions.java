package io.undertone.job.command;

import io.undertone.cell.EngineSettings;
import io.undertone.cell.ExecutorKind;
import io.undertone.job.JobException;
import io.undertone.model.Manifest;
import io.undertone.operator.model.ModelSource;
import io.undertone.operator.settings.Batching;
import io.undertone.operator.settings.Remembering.Memory;
import io.undertone.operator.settings.ReviewLimits;
import io.undertone.operator.settings.SentimentSettings;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of scoring: the model, its batches, its memory. */
final class ScoringOptions {

  /** Shows an option's default, which is the initial value of its field. */
  static final String SHOWN = " Default: ${DEFAULT-VALUE}.";

  private static final SentimentSettings DEFAULTS = SentimentSettings.defaults();

  @Mixin DeviceOption device;

  @Option(
      names = ConfigFile.OPTION,
      paramLabel = "FILE.yaml",
      description =
          "Read options from a file, one 'option: value' a line. The command line wins. In"
              + " a value, $${file:PATH} stands for a file's content, $${env:NAME} for an"
              + " environment variable.")
  @Nullable Path config;

  @Option(
      names = "--model",
      paramLabel = "M",
      description = "Name, folder or URI of a bundle." + SHOWN)
  String model = ModelName.DEFAULT;

  @Option(
      names = "--executor",
      paramLabel = "E",
      description =
          "Arithmetic of the model: integer (8 bits), cell (floats), sequence (floats,"
              + " whole reviews at once) or auto. auto takes integer on a CPU and sequence on a"
              + " GPU, if the bundle has it."
              + SHOWN)
  ExecutorKind executor = DEFAULTS.batching().executor();

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Reviews that are computed together. No result depends on it." + SHOWN)
  int batch = DEFAULTS.batching().slots();

  @Option(
      names = "--tokens-max",
      paramLabel = "N",
      description = "Tokens to read of each review. 0: the model's own limit." + SHOWN)
  int tokensMax = DEFAULTS.tokensMax();

  @Option(
      names = "--memory",
      paramLabel = "M",
      description = "carry (users are remembered) or reset (each review starts fresh)." + SHOWN)
  Memory memory = DEFAULTS.remembering().memory();

  @Option(
      names = "--memory-idle-max",
      paramLabel = "T",
      description =
          "A user silent for longer starts fresh, by the user's own times. 0: no limit." + SHOWN)
  Duration memoryIdleMax = DEFAULTS.remembering().idleMax();

  @Option(names = "--lateness-max", hidden = true, description = "Refused since it is gone.")
  @Nullable String latenessMax;

  @Option(
      names = "--text-bytes-max",
      paramLabel = "N",
      description = "Largest text, in bytes of UTF-8. A longer one is rejected." + SHOWN)
  int textBytesMax = DEFAULTS.limits().textBytesMax();

  @Option(
      names = "--id-bytes-max",
      paramLabel = "N",
      description =
          "Largest review or user id, in bytes of UTF-8. A longer one is rejected." + SHOWN)
  int idBytesMax = DEFAULTS.limits().idBytesMax();

  /** The bundle to use. */
  ModelSource modelSource() {
    return ModelSource.at(ModelName.locate(model));
  }

  /**
   * The settings of scoring. Every command calls this first, so that a wrong value is reported as
   * wrong usage before anything is started.
   */
  SentimentSettings settings() {
    if (latenessMax != null) {
      throw new WrongUsage(
          "--lateness-max is gone: a late review always meets its user's memory. State stays for"
              + " --memory-idle-max and then --memory-spare.");
    }
    WrongUsage.requireWithin("--batch", batch, EngineSettings.SLOTS_MAX);
    return WrongUsage.checked(
        () ->
            DEFAULTS
                .with(device.choice)
                .with(new Batching(batch, executor, DEFAULTS.batching().delayMax()))
                .withTokensMax(tokensMax)
                .with(DEFAULTS.remembering().with(memory).withIdleMax(memoryIdleMax))
                .with(new ReviewLimits(textBytesMax, idBytesMax, false)));
  }

  /**
   * Checks that users are remembered, for an option about their memories.
   *
   * @throws JobException if the model has no memory
   */
  void requireRemembering(Manifest manifest, String option) {
    if (memory == Memory.RESET) {
      throw new WrongUsage(
          option + " is about memories, and --memory reset keeps none; leave one out.");
    }
    if (manifest.memoryFloats() == 0) {
      throw new JobException(
          "Keeping memories of users with " + manifest.id(),
          "a model that remembers users",
          "one without memory: it has no state of user scope",
          "Give another --model, or leave %s out.".formatted(option));
    }
  }
}
