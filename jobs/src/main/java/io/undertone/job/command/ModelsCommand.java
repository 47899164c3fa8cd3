package io.undertone.job.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The parent of the commands list, show, check and deploy. */
@Command(
    name = "models",
    description = "Lists, shows, checks and deploys model bundles.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {ModelsList.class, ModelsShow.class, ModelsCheck.class, ModelsDeploy.class})
final class ModelsCommand implements Runnable {

  @Mixin OutputOptions output;

  @Override
  public void run() {
    throw new WrongUsage("Say which: list, show, check or deploy.");
  }
}
