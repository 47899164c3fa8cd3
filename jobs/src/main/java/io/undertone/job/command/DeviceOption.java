package io.undertone.job.command;

import static io.undertone.job.command.ScoringOptions.SHOWN;

import io.undertone.cell.DeviceChoice;
import io.undertone.operator.settings.SentimentSettings;
import picocli.CommandLine.Option;

/** Where a command loads its model. */
final class DeviceOption {

  @Option(names = "--device", paramLabel = "D", description = "auto, cpu or cuda." + SHOWN)
  DeviceChoice choice = SentimentSettings.defaults().device();
}
