package io.undertone.job.command;

import io.undertone.job.local.Counted;
import io.undertone.model.Bundle;
import io.undertone.model.CellSpec;
import io.undertone.model.FileSpec;
import io.undertone.model.IntegerSpec;
import io.undertone.model.Manifest;
import io.undertone.model.Quality;
import io.undertone.model.StateSpec;
import io.undertone.onnx.GraphSignature;
import io.undertone.operator.model.ModelSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows a model's graphs, states, size and quality, then its card. */
@Command(
    name = "show",
    description = {
      "Shows what a bundle contains, then its card.",
      "Lists graphs with inputs and outputs, states with scopes, parameters, bytes and"
          + " measured quality."
    })
final class ModelsShow implements Callable<Integer> {

  @Mixin OutputOptions output;

  @Parameters(paramLabel = "M", description = "Name, folder or URI of a bundle.")
  String model;

  @Override
  public Integer call() throws IOException {
    Bundle bundle = ModelSource.open(ModelName.locate(model));
    show(bundle);
    Path card = bundle.folder().resolve(Bundle.CARD);
    if (Files.isRegularFile(card)) {
      System.out.printf("%n%s", Files.readString(card));
    }
    return CommandLines.SUCCESS;
  }

  private static void show(Bundle bundle) {
    Manifest manifest = bundle.manifest();
    row("model", manifest.id());
    row("language", manifest.language());
    String surprise = manifest.surprise();
    if (surprise == null) {
      row("labels", String.join(", ", manifest.labels()));
    } else {
      row("surprise", "in nats per token, summed up in " + surprise);
    }
    row("tokens", tokens(manifest));
    showCell(bundle, "token cell", manifest.tokenCell());
    CellSpec reviewCell = manifest.reviewCell();
    if (reviewCell != null) {
      showCell(bundle, "review cell", reviewCell);
    }
    row("readout", String.join(", ", manifest.readout()));
    row("head", manifest.head().graph());
    showGraph(bundle, manifest.head().graph());
    row("memory", manifest.memoryFloats() + " floats per user");
    row("parameters", String.format(Locale.ROOT, "%,d", manifest.parameters()));
    row("bytes", bytes(manifest));
    row("fingerprint", manifest.stateFingerprint());
    manifest.quality().forEach(measured -> row("quality", quality(measured)));
  }

  private static String tokens(Manifest manifest) {
    return "%s, vocabulary of %d, %d at most in a review"
        .formatted(
            manifest.tokenizer().kind(),
            manifest.tokenizer().vocabulary(),
            manifest.tokenizer().tokensMax());
  }

  private static void showCell(Bundle bundle, String name, CellSpec cell) {
    row(name, ModelText.cell(cell) + ", exported by " + cell.framework());
    row("  steps in", cell.graph() == null ? "none" : cell.graph());
    showGraph(bundle, cell.graph());
    IntegerSpec integer = cell.integer();
    if (integer != null) {
      row("  integers", ModelText.integer(integer));
    }
    row("  reads in", cell.sequenceGraph() == null ? "none" : cell.sequenceGraph());
    showGraph(bundle, cell.sequenceGraph());
    for (StateSpec state : cell.states()) {
      row("  state", ModelText.state(state));
    }
  }

  private static void showGraph(Bundle bundle, @Nullable String file) {
    if (file != null) {
      GraphSignature graph = GraphSignature.of(bundle.file(file));
      row("    takes", String.join(", ", graph.inputs()));
      row("    gives", String.join(", ", graph.outputs()));
    }
  }

  private static String bytes(Manifest manifest) {
    long sum = manifest.files().values().stream().mapToLong(FileSpec::bytes).sum();
    return String.format(
        Locale.ROOT, "%,d in %s", sum, Counted.of(manifest.files().size(), "file"));
  }

  private static String quality(Quality measured) {
    return String.format(
        Locale.ROOT,
        measured.accuracy() == null ? "%s: %s over %s" : "%s: %s of %s",
        measured.data(),
        ModelText.figure(measured),
        Counted.of(measured.count(), measured.accuracy() == null ? "symbol" : "review"));
  }

  private static void row(String what, String text) {
    System.out.printf("%-12s %s%n", what, text);
  }
}
