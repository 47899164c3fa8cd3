package io.undertone.job.command;

import io.undertone.model.Manifest;
import io.undertone.model.Quality;
import io.undertone.operator.model.ModelSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The bundles of this installation, a line each. */
@Command(name = "list", description = "Lists the bundles of this installation.")
final class ModelsList implements Callable<Integer> {

  private static final String ROW = "%-20s %-8s %-9s %-12s %-7s %s%n";

  @Mixin OutputOptions output;

  @Override
  public Integer call() {
    System.out.printf(ROW, "name", "version", "language", "token cell", "memory", "quality");
    for (String name : ModelName.names()) {
      Manifest manifest = ModelSource.at(ModelName.locate(name)).manifest();
      System.out.printf(
          ROW,
          manifest.name(),
          manifest.version(),
          manifest.language(),
          ModelText.cell(manifest.tokenCell()),
          ModelText.memoryFloats(manifest),
          quality(manifest));
    }
    return CommandLines.SUCCESS;
  }

  /** The figure that the bundle names first; models show has the card with the others. */
  private static String quality(Manifest manifest) {
    return manifest.quality().stream().findFirst().map(ModelsList::quality).orElse("");
  }

  private static String quality(Quality measured) {
    return ModelText.figure(measured) + " " + measured.data();
  }
}
