package io.undertone.operator.tokenize;

import io.undertone.cell.Model;
import io.undertone.model.Manifest;
import io.undertone.text.KnownScripts;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the first texts that a model is to read, for a script that it does not know: its answers
 * mean nothing then, and nothing else tells. It looks at no later ones, since that would cost each
 * review some time. Not thread-safe.
 */
final class FirstTexts {

  /** As many as are looked at. */
  static final int ENOUGH = 100;

  /** One in so many is more than a stray one. */
  private static final int TEXTS_FOR_ONE = 10;

  private final Manifest manifest;
  private final KnownScripts known;
  private final Map<String, Integer> strange = new TreeMap<>();
  private int count;

  FirstTexts(Model model) {
    this.manifest = model.manifest();
    this.known = KnownScripts.of(model.tokenizer());
  }

  /** Who is to read them. */
  String model() {
    return manifest.id();
  }

  /** Takes a text. */
  void add(String text) {
    count++;
    String script = known.strange(text);
    if (script != null) {
      strange.merge(script, 1, Integer::sum);
    }
  }

  /** Whether {@value #ENOUGH} were taken. */
  boolean areEnough() {
    return count >= ENOUGH;
  }

  /** One line for whoever runs the job; null while nothing is odd. */
  @Nullable String warning() {
    int found = strange.values().stream().mapToInt(Integer::intValue).sum();
    if (found * TEXTS_FOR_ONE < count) {
      return null;
    }
    return "Reading the first %d texts: expected a script that %s knows, found another in %d (%s). Its language is '%s', and its answers to them mean nothing: give a model that reads them."
        .formatted(
            count,
            manifest.id(),
            found,
            strange.entrySet().stream()
                .map(each -> "%s %d".formatted(each.getKey(), each.getValue()))
                .collect(Collectors.joining(", ")),
            manifest.language());
  }
}
