package io.undertone.job.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What there is to serve: the parent of list, show, check and deploy. */
@Command(
    name = "models",
    description = "Lists, shows, checks and deploys model bundles.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {ModelsList.class, ModelsShow.class, ModelsCheck.class, ModelsDeploy.class})
final class ModelsCommand implements Runnable {

  @Spec CommandSpec spec;
  @Mixin OutputOptions output;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say which: list, show, check or deploy.");
  }
}
