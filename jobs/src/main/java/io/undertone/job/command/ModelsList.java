package io.undertone.job.command;

import io.undertone.model.BundleException;
import io.undertone.model.Manifest;
import io.undertone.model.Quality;
import io.undertone.operator.model.ModelSource;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the bundles of this installation; a damaged one does not hide the others. */
@Command(name = "list", description = "Lists the bundles of this installation.")
final class ModelsList implements Callable<Integer> {

  private static final String ROW = "%-25s  %-7s  %-8s  %-12s  %-6s  %s%n";

  @Mixin OutputOptions output;

  @Override
  public Integer call() {
    List<String> names = ModelName.names();
    System.out.printf(ROW, "name", "version", "language", "token cell", "memory", "quality");
    int damaged = 0;
    for (String name : names) {
      try {
        print(name, ModelSource.at(ModelName.locate(name)).manifest());
      } catch (BundleException damage) {
        damaged++;
        output.messages().println(damage.getMessage());
      }
    }
    return damaged == 0 ? CommandLines.SUCCESS : CommandLines.FAILURE;
  }

  /**
   * @param name as {@code --model} takes it
   */
  private static void print(String name, Manifest manifest) {
    System.out.printf(
        ROW,
        name.equals(ModelName.DEFAULT) ? name + " (default)" : name,
        manifest.version(),
        manifest.language(),
        ModelText.cell(manifest.tokenCell()),
        manifest.memoryFloats(),
        quality(manifest));
  }

  /** The first measured quality of the bundle. */
  private static String quality(Manifest manifest) {
    return manifest.quality().stream().findFirst().map(ModelsList::quality).orElse("");
  }

  private static String quality(Quality measured) {
    return ModelText.figure(measured) + " " + measured.data();
  }
}
