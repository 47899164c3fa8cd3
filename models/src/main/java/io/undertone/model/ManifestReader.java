package io.undertone.model;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code manifest.json}: that every field is there and of its type. What they mean together
 * is {@link ManifestCheck}'s.
 */
final class ManifestReader {

  static final String FORMAT = "undertone-bundle/1";

  /** Bound of one state's floats in a row: what is larger is a slip. */
  private static final long STATE_FLOATS_MAX = 1 << 20;

  private ManifestReader() {}

  static Manifest read(Path file) {
    JsonFields json = JsonFields.read(file);
    String format = json.text("format");
    if (!format.equals(FORMAT)) {
      throw json.wrong("format", FORMAT, format);
    }
    return new Manifest(
        json.text("name"),
        json.text("version"),
        json.text("language"),
        json.texts("labels"),
        tokenizer(json.object("tokenizer")),
        cell(json.object("token_cell")),
        json.textOrNull("surprise"),
        json.texts("readout"),
        reviewCell(json.objectOrNull("review_cell")),
        head(json.object("head")),
        json.map("files", entry -> new FileSpec(entry.whole("bytes"), entry.text("sha256"))),
        json.text("state_fingerprint"),
        training(json.object("training")),
        json.list("quality", ManifestReader::quality),
        json.whole("parameters"));
  }

  private static TokenizerSpec tokenizer(JsonFields json) {
    String kind = json.text("kind");
    return switch (kind) {
      case TokenizerSpec.BytePairs.KIND ->
          new TokenizerSpec.BytePairs(
              json.text("ranks"),
              json.text("pattern"),
              json.flag("lowercase_ascii"),
              json.positive("vocabulary"),
              json.positive("end_of_review"),
              json.positive("tokens_max"));
      case TokenizerSpec.Symbols.KIND -> symbols(json);
      default -> throw json.wrong("kind", "bpe or symbols", kind);
    };
  }

  private static TokenizerSpec symbols(JsonFields json) {
    if (json.has("end_of_review")) {
      throw json.wrong("end_of_review", "null", "something else");
    }
    return new TokenizerSpec.Symbols(
        json.text("symbols"),
        json.flag("lowercase_ascii"),
        json.flag("collapse_others"),
        json.positive("vocabulary"),
        (int) Math.min(Integer.MAX_VALUE, json.whole("unknown")),
        json.positive("tokens_max"));
  }

  private static @Nullable CellSpec reviewCell(@Nullable JsonFields json) {
    return json == null ? null : cell(json);
  }

  private static CellSpec cell(JsonFields json) {
    return new CellSpec(
        constant(json, "kind", CellKind.class),
        json.integers("layers"),
        json.isNumber("embedding") ? json.positive("embedding") : null,
        json.flagOrFalse("bidirectional"),
        json.text("framework"),
        json.textOrNull("graph"),
        json.textOrNull("sequence_graph"),
        json.list("states", ManifestReader::state));
  }

  private static StateSpec state(JsonFields json) {
    List<Integer> shape = json.integers("shape");
    long size = 1;
    for (int extent : shape) {
      size *= extent;
      if (extent < 1 || size > STATE_FLOATS_MAX) {
        throw json.wrong("shape", "extents from 1 to " + STATE_FLOATS_MAX, shape.toString());
      }
    }
    return new StateSpec(
        json.text("name"), shape, constant(json, "scope", Scope.class), initial(json, (int) size));
  }

  private static float[] initial(JsonFields json, int size) {
    float[] row = new float[size];
    if (json.isNumber("initial")) {
      Arrays.fill(row, (float) json.number("initial"));
      return row;
    }
    List<Double> values = json.numbers("initial");
    if (values.size() != size) {
      throw json.wrong("initial", "one number, or " + size, values.size() + " numbers");
    }
    for (int i = 0; i < size; i++) {
      row[i] = values.get(i).floatValue();
    }
    return row;
  }

  private static HeadSpec head(JsonFields json) {
    return new HeadSpec(json.text("graph"), json.texts("inputs"));
  }

  private static TrainingSpec training(JsonFields json) {
    return new TrainingSpec(json.texts("data"), json.whole("seed"), json.text("command"));
  }

  private static Quality quality(JsonFields json) {
    return json.has("perplexity")
        ? new Quality(
            json.text("data"), json.whole("symbols"), null, null, json.number("perplexity"))
        : new Quality(
            json.text("data"),
            json.whole("reviews"),
            json.number("accuracy"),
            json.number("macro_f1"),
            null);
  }

  private static <E extends Enum<E>> E constant(JsonFields json, String key, Class<E> type) {
    String name = json.text(key);
    for (E constant : type.getEnumConstants()) {
      if (constant.name().toLowerCase(Locale.ROOT).equals(name)) {
        return constant;
      }
    }
    String names = Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT);
    throw json.wrong(key, "one of " + names, name);
  }
}
