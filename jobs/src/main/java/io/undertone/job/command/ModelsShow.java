package io.undertone.job.command;

import io.undertone.model.Bundle;
import io.undertone.model.CellSpec;
import io.undertone.model.Manifest;
import io.undertone.model.StateSpec;
import io.undertone.operator.ModelSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** A model's card, its states and its graphs. */
@Command(name = "show", description = "Shows a bundle's card, states and graphs.")
final class ModelsShow implements Callable<Integer> {

  private static final String ROW = "%-12s %s%n";

  @Mixin OutputOptions output;

  @Parameters(paramLabel = "M", description = "A bundle's name, a folder or a URI.")
  String model;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  ModelsShow() {}

  @Override
  public Integer call() throws IOException {
    Bundle bundle = ModelSource.open(ModelName.locate(model));
    show(bundle.manifest());
    Path card = bundle.folder().resolve("README.md");
    if (Files.isRegularFile(card)) {
      System.out.printf("%n%s", Files.readString(card));
    }
    return CommandLines.SUCCESS;
  }

  private static void show(Manifest manifest) {
    System.out.printf(ROW, "model", manifest.id());
    System.out.printf(ROW, "language", manifest.language());
    System.out.printf(ROW, "labels", String.join(", ", manifest.labels()));
    System.out.printf(ROW, "tokens", tokens(manifest));
    showCell("token cell", manifest.tokenCell());
    CellSpec reviewCell = manifest.reviewCell();
    if (reviewCell != null) {
      showCell("review cell", reviewCell);
    }
    System.out.printf(ROW, "readout", String.join(", ", manifest.readout()));
    System.out.printf(ROW, "head", graph(manifest.head().graph()));
    System.out.printf(ROW, "memory", ModelText.memoryFloats(manifest) + " floats per user");
    System.out.printf(ROW, "parameters", String.format(Locale.ROOT, "%,d", manifest.parameters()));
    System.out.printf(ROW, "fingerprint", manifest.stateFingerprint());
  }

  private static String tokens(Manifest manifest) {
    return "%s, vocabulary of %d, %d at most in a review"
        .formatted(
            manifest.tokenizer().kind(),
            manifest.tokenizer().vocabulary(),
            manifest.tokenizer().tokensMax());
  }

  private static void showCell(String name, CellSpec cell) {
    System.out.printf(ROW, name, ModelText.cell(cell) + ", exported by " + cell.framework());
    System.out.printf(ROW, "  steps in", graph(cell.graph()));
    System.out.printf(ROW, "  reads in", graph(cell.sequenceGraph()));
    for (StateSpec state : cell.states()) {
      String scope = state.scope().name().toLowerCase(Locale.ROOT);
      System.out.printf(ROW, "  state", state.name() + " " + state.shape() + ", per " + scope);
    }
  }

  private static String graph(@Nullable String file) {
    return file == null ? "none" : file;
  }
}
