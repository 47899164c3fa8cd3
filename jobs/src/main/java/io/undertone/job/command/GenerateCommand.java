package io.undertone.job.command;

import io.undertone.cell.Continuation;
import io.undertone.operator.model.ModelSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Generates text with a language model. */
@Command(
    name = "generate",
    description = {
      "Reads a prefix with a language model and continues it, one character at a time.",
      "Prints the prefix as given, then the continuation. The same options give the" + " same text."
    })
final class GenerateCommand implements Callable<Integer> {

  @Mixin OutputOptions output;
  @Mixin DeviceOption device;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "M",
      description = "Name, folder or URI of a language model.")
  String model;

  @Option(
      names = "--prefix",
      required = true,
      paramLabel = "TEXT",
      description = "Beginning of the text.")
  String prefix;

  @Option(
      names = "--chars",
      paramLabel = "N",
      description = "Number of characters to add. Default: ${DEFAULT-VALUE}.")
  int chars = 50;

  @Option(
      names = "--temperature",
      paramLabel = "T",
      defaultValue = "0",
      description =
          "How to choose a character. 0: the most probable one. 1: at random, with the"
              + " model's probabilities. More: bolder. Default: ${DEFAULT-VALUE}.")
  double temperature;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description =
          "Seed of the random choice. Another number gives another text. Default:"
              + " ${DEFAULT-VALUE}.")
  long seed = 1;

  @Override
  public Integer call() {
    if (chars < 1) {
      throw new WrongUsage("--chars is " + chars + "; it has to be at least 1.");
    }
    if (!(temperature >= 0) || Double.isInfinite(temperature)) {
      throw new WrongUsage(
          "--temperature is " + temperature + "; it has to be 0 or more, such as 0.8.");
    }
    try (var lease = ModelSource.at(ModelName.locate(model)).lease(device.choice);
        Continuation text = Continuation.of(lease.model(), prefix, temperature, seed)) {
      System.out.print(prefix);
      for (int written = 0; written < chars; written++) {
        System.out.print(text.next());
        System.out.flush();
      }
      System.out.println();
    }
    return CommandLines.SUCCESS;
  }
}
