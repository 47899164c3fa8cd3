package io.undertone.job.command;

import io.undertone.job.replay.Labelling;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of the true labels of a data set. */
final class LabelOptions {

  static final String LABELS = "--labels";

  @Option(
      names = LABELS,
      paramLabel = "LABEL=NAME",
      split = ",",
      description =
          "The model's names for labels of the data set, such as 1=positive,0=negative."
              + " Labels are compared exactly as they are written.")
  List<String> labels = new ArrayList<>();

  @Option(
      names = "--positive-rating",
      paramLabel = "N",
      description =
          "Take labels from ratings: N or more is positive, less is negative. Default: take"
              + " them from the field label.")
  @Nullable Double positiveRating;

  /** How rows are labelled. */
  Labelling labelling() {
    if (positiveRating == null) {
      return Labelling.named(names());
    }
    if (!Double.isFinite(positiveRating)) {
      throw new WrongUsage(
          "--positive-rating is %s; it has to be a finite number, such as 4."
              .formatted(positiveRating));
    }
    if (!labels.isEmpty()) {
      throw new WrongUsage(
          "--labels and --positive-rating both say what the labels are; give one of them.");
    }
    return Labelling.byRating(positiveRating);
  }

  /** Checks that the names, and what ratings become, are labels of the model. */
  void requireKnown(List<String> known, String model) {
    if (positiveRating != null && !known.containsAll(List.of("positive", "negative"))) {
      throw new WrongUsage(
          "--positive-rating makes the labels positive and negative; %s has %s."
              .formatted(model, known.isEmpty() ? "none" : String.join(", ", known)));
    }
    for (String name : names().values()) {
      if (!known.contains(name)) {
        throw new WrongUsage(
            "--labels names '%s', which is no label of %s; it has %s."
                .formatted(name, model, known.isEmpty() ? "none" : String.join(", ", known)));
      }
    }
  }

  private Map<String, String> names() {
    return NamePairs.of(LABELS, "LABEL=NAME", labels, true);
  }
}
