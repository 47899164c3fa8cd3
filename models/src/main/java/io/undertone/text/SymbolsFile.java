package io.undertone.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.undertone.model.BundleException;
import io.undertone.model.TokenizerSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** Reads the symbols of a character model: a JSON list, each element one character, by id. */
final class SymbolsFile {

  private static final String UNKNOWN = "<unk>";

  /** Stands where a framework counts its padding, which no text holds. */
  static final String PADDING = "";

  private SymbolsFile() {}

  /**
   * Reads a file of as many symbols as the manifest says, all different, with {@value #UNKNOWN} at
   * the unknown one's place, and perhaps one for padding.
   *
   * @throws BundleException if it is anything else
   */
  static List<String> read(Path file, TokenizerSpec.Symbols spec) {
    String doing = "Reading the symbols " + file;
    List<String> symbols = texts(doing, file);
    if (symbols.size() != spec.vocabulary()) {
      throw damaged(doing, spec.vocabulary() + " of them", String.valueOf(symbols.size()));
    }
    for (int id = 0; id < symbols.size(); id++) {
      String symbol = symbols.get(id);
      boolean one = symbol.equals(PADDING) || symbol.codePointCount(0, symbol.length()) == 1;
      if (id == spec.unknown() ? !symbol.equals(UNKNOWN) : !one) {
        throw damaged(
            doing,
            (id == spec.unknown() ? UNKNOWN : "one character") + " at " + id,
            "a text of " + symbol.length());
      }
    }
    if (new HashSet<>(symbols).size() != symbols.size()) {
      throw damaged(doing, "distinct symbols", "one of them twice");
    }
    if (spec.collapseOthers() && !symbols.contains(" ")) {
      throw damaged(doing, "the blank that others collapse to", "none");
    }
    return symbols;
  }

  private static List<String> texts(String doing, Path file) {
    try {
      JsonNode list = new ObjectMapper().readTree(file.toFile());
      if (!list.isArray()) {
        throw damaged(doing, "a JSON list", "something else");
      }
      List<String> texts = new ArrayList<>();
      for (JsonNode element : list) {
        if (!element.isTextual()) {
          throw damaged(doing, "a JSON list of texts", element.toString());
        }
        texts.add(element.textValue());
      }
      return texts;
    } catch (IOException e) {
      throw new BundleException(
          doing, "a JSON list", e.getClass().getSimpleName(), "Copy it again.", e);
    }
  }

  private static BundleException damaged(String doing, String expected, String found) {
    return new BundleException(doing, expected, found, "Export the bundle again.");
  }
}
