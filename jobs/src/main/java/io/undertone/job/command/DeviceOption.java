package io.undertone.job.command;

import static io.undertone.job.command.ScoringOptions.SHOWN;

import io.undertone.cell.DeviceChoice;
import io.undertone.operator.settings.SentimentSettings;
import picocli.CommandLine.Option;

/** Where a command loads its model. */
final class DeviceOption {

  @Option(
      names = "--device",
      paramLabel = "D",
      description = "cpu, cuda (a GPU of NVIDIA), or auto: the GPU if it works." + SHOWN)
  DeviceChoice choice = SentimentSettings.defaults().device();
}
