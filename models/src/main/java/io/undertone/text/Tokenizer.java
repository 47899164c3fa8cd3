package io.undertone.text;

import io.undertone.model.Bundle;
import io.undertone.model.TokenizerSpec;
import java.nio.file.Path;

/** Turns text into the ids that a model was trained on. Any text will do. Thread-safe. */
public interface Tokenizer {

  /**
   * The tokenizer of a bundle.
   *
   * @throws io.undertone.model.BundleException if its files are damaged
   */
  static Tokenizer of(Bundle bundle) {
    TokenizerSpec spec = bundle.manifest().tokenizer();
    Path file = bundle.file(spec.file());
    if (spec instanceof TokenizerSpec.Symbols symbols) {
      return new SymbolTokenizer(symbols, SymbolsFile.read(file, symbols));
    }
    if (spec instanceof TokenizerSpec.BytePairs pairs) {
      return new BytePairTokenizer(pairs, RanksFile.read(file, pairs.vocabulary() - 1));
    }
    throw new IllegalStateException("a tokenizer is of byte pairs or of symbols");
  }

  /**
   * Gives the first ids of the whole text: {@code tokensMax − 1} and the end of the review, or
   * {@code tokensMax} where the model knows no end. The text behind them changes none of them.
   *
   * @param tokensMax bound of the ids, the end of review included; at least 1
   */
  Tokens tokenize(String text, int tokensMax);

  /**
   * Where in a text its ids stand.
   *
   * @param ids what {@link #tokenize} made of this text, all or the first of them
   */
  Pieces pieces(String text, int[] ids);

  /**
   * The text of some ids. The end of review stands for no text. Text that was cut within a
   * character ends in U+FFFD.
   */
  String decode(int[] ids);

  /** Number of ids, V, the end of review included, if there is one. */
  int vocabulary();
}
