package io.undertone.operator.tokenize;

import io.undertone.cell.Model;
import io.undertone.model.Manifest;
import io.undertone.text.KnownScripts;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Counts texts in a script that the model does not know: it answers them with as much confidence as
 * any other, so the user has to be told. Used by one thread.
 */
public final class ScriptCounts {

  /** One in so many is more than a stray one. */
  private static final int TEXTS_FOR_ONE = 10;

  private final Manifest manifest;
  private final KnownScripts known;
  private final Map<String, Long> strange = new TreeMap<>();
  private long texts;

  public ScriptCounts(Model model) {
    this.manifest = model.manifest();
    this.known = KnownScripts.of(model.tokenizer());
  }

  /** Adds a text; returns the script if the model does not know it, else null. */
  public @Nullable String add(String text) {
    texts++;
    String script = known.strange(text);
    if (script != null) {
      strange.merge(script, 1L, Long::sum);
    }
    return script;
  }

  /** The model that reads them. */
  String model() {
    return manifest.id();
  }

  /** Number of texts. */
  long texts() {
    return texts;
  }

  /** Whether more than half of the texts are in unknown scripts. */
  public boolean areMost() {
    return 2 * count() > texts;
  }

  /** A hint for the user; null if the model knows the scripts of all texts. */
  public @Nullable String hint() {
    if (strange.isEmpty()) {
      return null;
    }
    return "Reviews in a script that %s does not know: %,d of %,d (%s). %s"
        .formatted(manifest.id(), count(), texts, byScript(), worth(manifest));
  }

  /** A warning for a job's log; null if fewer than one text in ten is in an unknown script. */
  @Nullable String warning() {
    return TEXTS_FOR_ONE * count() < texts
        ? null
        : "Reading the first %d texts: expected a script that %s knows, found another in %d (%s). %s"
            .formatted(texts, manifest.id(), count(), byScript(), worth(manifest));
  }

  /** How many texts there are of each unknown script. */
  private String byScript() {
    return strange.entrySet().stream()
        .map(each -> "%s %,d".formatted(each.getKey(), each.getValue()))
        .collect(Collectors.joining(", "));
  }

  private long count() {
    return strange.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Says what the answers to such texts are worth, and what to do. */
  public static String worth(Manifest manifest) {
    return "Its language is '%s', and its answers to them mean nothing: give a --model that reads them."
        .formatted(manifest.language());
  }
}
