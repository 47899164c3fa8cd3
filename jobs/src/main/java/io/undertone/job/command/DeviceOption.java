package io.undertone.job.command;

import static io.undertone.job.command.ScoringOptions.SHOWN;

import io.undertone.cell.DeviceChoice;
import io.undertone.operator.settings.SentimentSettings;
import picocli.CommandLine.Option;

/** The device that a command loads its model on. */
final class DeviceOption {

  @Option(
      names = "--device",
      paramLabel = "D",
      description =
          "Device of the model: cpu, cuda (an NVIDIA GPU) or auto (the GPU if it works)." + SHOWN)
  DeviceChoice choice = SentimentSettings.defaults().device();
}
