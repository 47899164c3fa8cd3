package io.undertone.job.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.undertone.cell.EngineSettings;
import io.undertone.cell.ExecutorKind;
import io.undertone.cell.GoldenCheck;
import io.undertone.cell.GoldenDeviation;
import io.undertone.cell.Model;
import io.undertone.job.JobException;
import io.undertone.job.local.Counted;
import io.undertone.model.Bundle;
import io.undertone.model.Golden;
import io.undertone.operator.model.ModelSource;
import io.undertone.operator.settings.Batching;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Checks that a bundle is complete and answers here as it did in training. */
@Command(
    name = "check",
    description = {
      "Checks a bundle: its files against their hashes, its labels against its card, its"
          + " answers against its goldens.",
      "The goldens run through the code of the job. The output says how far the answers"
          + " are from those of the framework that trained the model."
    })
final class ModelsCheck implements Callable<Integer> {

  @Mixin OutputOptions output;
  @Mixin DeviceOption device;

  @Parameters(paramLabel = "M", description = "Name, folder or URI of a bundle.")
  String model;

  private static final String CARD_LABELS = "| labels | ";

  private static final List<ExecutorKind> EXECUTORS =
      List.of(ExecutorKind.CELL, ExecutorKind.INTEGER, ExecutorKind.SEQUENCE);

  @Override
  public Integer call() throws IOException {
    String place = ModelName.locate(model);
    Bundle bundle = ModelSource.open(place);
    requireLabelsOfItsCard(bundle);
    Golden golden = bundle.golden();
    try (var lease = ModelSource.at(place).lease(device.choice)) {
      Model loaded = lease.model();
      System.out.printf(
          "%s: %s whole, fingerprint fits; on %s%n",
          loaded.manifest().id(),
          Counted.of(loaded.manifest().files().size(), "file"),
          loaded.device().label());
      for (ExecutorKind executor : EXECUTORS) {
        if (loaded.runs(executor)) {
          check(loaded, golden, executor);
        }
      }
    }
    return CommandLines.SUCCESS;
  }

  /**
   * Nothing else notices two labels that were exchanged in the manifest: hashes cover its files,
   * and goldens hold logits. A card of one's own may be without this row.
   */
  private static void requireLabelsOfItsCard(Bundle bundle) throws IOException {
    Path card = bundle.folder().resolve(Bundle.CARD);
    String text = Files.isRegularFile(card) ? new String(Files.readAllBytes(card), UTF_8) : "";
    String labels = CARD_LABELS + String.join(", ", bundle.manifest().labels()) + " |";
    List<String> onCard = text.lines().filter(line -> line.startsWith(CARD_LABELS)).toList();
    if (!onCard.isEmpty() && !onCard.contains(labels)) {
      throw new JobException(
          "Checking the labels of " + bundle.manifest().id(),
          "those of its card, " + Bundle.CARD + ", in the same order: " + onCard.get(0),
          "in " + Bundle.MANIFEST + ": " + labels,
          "Fetch the bundle again, or export it again: each answer may have another's label.");
    }
  }

  private static void check(Model model, Golden golden, ExecutorKind executor) {
    GoldenDeviation deviation =
        GoldenCheck.run(model, golden, new EngineSettings(Batching.defaults().slots(), executor));
    System.out.printf(
        Locale.ROOT,
        "%-8s  %s, largest deviation: logits %.1e, states %.1e%s%n",
        executor.name().toLowerCase(Locale.ROOT),
        Counted.of(deviation.reviews(), "golden review"),
        deviation.logits(),
        deviation.states(),
        ofIntegers(deviation));
    if (!deviation.passes()) {
      throw new JobException(
          "Checking " + model.manifest().id() + " against its goldens",
          deviation.promise(),
          deviation.found(),
          "Export the bundle again, or fetch it again: this copy does not answer as it should.");
    }
  }

  /** The further comparisons of an integer step, and the bundle's tolerance. */
  private static String ofIntegers(GoldenDeviation deviation) {
    GoldenDeviation.Integers integers = deviation.integer();
    return integers == null
        ? ""
        : String.format(
            Locale.ROOT,
            " (declared: %s, %s); from its emulation: single steps %.1e, logits %.1e",
            deviation.promised().logits(),
            deviation.promised().states(),
            integers.steps(),
            integers.logits());
  }
}
