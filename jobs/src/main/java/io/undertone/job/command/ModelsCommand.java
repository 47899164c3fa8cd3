package io.undertone.job.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What there is to serve: the parent of list, show and check. */
@Command(
    name = "models",
    description = "Lists, shows and checks model bundles.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {ModelsList.class, ModelsShow.class, ModelsCheck.class})
final class ModelsCommand implements Runnable {

  @Spec CommandSpec spec;
  @Mixin OutputOptions output;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say which: list, show or check.");
  }
}
