package io.undertone.job.command;

import io.undertone.cell.EngineSettings;
import io.undertone.cell.ExecutorKind;
import io.undertone.job.JobException;
import io.undertone.model.Manifest;
import io.undertone.operator.model.ModelSource;
import io.undertone.operator.settings.Batching;
import io.undertone.operator.settings.Remembering;
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
          "Read options from a file, 'option: value' a line; the command line wins. $${file:PATH}"
              + " and $${env:NAME} in a value stand for a file's content and for a variable.")
  @Nullable Path config;

  @Option(
      names = "--model",
      paramLabel = "M",
      description = "A bundle's name, a folder or a URI." + SHOWN)
  String model = ModelName.DEFAULT;

  @Option(
      names = "--executor",
      paramLabel = "E",
      description =
          "Arithmetic of the model: integer (8 bits), cell (floats) or sequence (floats, whole reviews"
              + " at once). auto: integer on a CPU, sequence on a GPU, where the bundle has it."
              + SHOWN)
  ExecutorKind executor = DEFAULTS.batching().executor();

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Reviews that step together; no result depends on it." + SHOWN)
  int batch = DEFAULTS.batching().slots();

  @Option(
      names = "--tokens-max",
      paramLabel = "N",
      description = "Tokens read of a review; 0: the model's own limit." + SHOWN)
  int tokensMax = DEFAULTS.tokensMax();

  @Option(
      names = "--memory",
      paramLabel = "M",
      description =
          "carry: a user's reviews are remembered; reset: each review starts fresh." + SHOWN)
  Memory memory = DEFAULTS.remembering().memory();

  @Option(
      names = "--memory-idle-max",
      paramLabel = "T",
      description =
          "A user silent for longer starts fresh, by that user's own times; 0: never." + SHOWN)
  Duration memoryIdleMax = DEFAULTS.remembering().idleMax();

  @Option(names = "--lateness-max", hidden = true, description = "Refused since it is gone.")
  @Nullable String latenessMax;

  @Option(
      names = "--text-bytes-max",
      paramLabel = "N",
      description = "A text of more bytes in UTF-8 is rejected." + SHOWN)
  int textBytesMax = DEFAULTS.limits().textBytesMax();

  @Option(
      names = "--id-bytes-max",
      paramLabel = "N",
      description = "A review or user id of more bytes in UTF-8 is rejected." + SHOWN)
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
    if (batch < 1 || batch > EngineSettings.SLOTS_MAX) {
      throw new WrongUsage(
          "--batch is %d; it has to be from 1 to %d.".formatted(batch, EngineSettings.SLOTS_MAX));
    }
    Remembering remembering = DEFAULTS.remembering();
    return WrongUsage.checked(
        () ->
            DEFAULTS
                .with(device.choice)
                .with(new Batching(batch, executor, DEFAULTS.batching().delayMax()))
                .withTokensMax(tokensMax)
                .with(
                    new Remembering(
                        memory, memoryIdleMax, remembering.spare(), remembering.mismatch()))
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
    if (ModelText.memoryFloats(manifest) == 0) {
      throw new JobException(
          "Keeping memories of users with " + manifest.id(),
          "a model that remembers users",
          "one without memory: it has no state of user scope",
          "Give another --model, or leave %s out.".formatted(option));
    }
  }
}
