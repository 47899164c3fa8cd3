package io.undertone.job.command;

import io.undertone.cell.DeviceChoice;
import picocli.CommandLine.Option;

/** Where a command that runs no job loads its model. */
final class DeviceOption {

  @Option(
      names = "--device",
      paramLabel = "D",
      defaultValue = "auto",
      description = "auto, cpu or cuda. Default: ${DEFAULT-VALUE}.")
  DeviceChoice choice;

  @SuppressWarnings("NullAway.Init") // picocli sets the field
  DeviceOption() {}
}
