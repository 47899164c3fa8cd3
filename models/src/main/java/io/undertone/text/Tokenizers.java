package io.undertone.text;

import io.undertone.model.Bundle;
import io.undertone.model.TokenizerSpec;

/** Chooses the tokenizer that a bundle names. */
public final class Tokenizers {

  private Tokenizers() {}

  /**
   * Reads the bundle's tokenizer.
   *
   * @throws io.undertone.model.BundleException if its files are damaged
   */
  public static Tokenizer of(Bundle bundle) {
    TokenizerSpec spec = bundle.manifest().tokenizer();
    if (spec instanceof TokenizerSpec.Symbols symbols) {
      return new SymbolTokenizer(symbols, Symbols.read(bundle.file(spec.file()), symbols));
    }
    if (spec instanceof TokenizerSpec.BytePairs pairs) {
      return new BytePairTokenizer(
          pairs, Ranks.read(bundle.file(spec.file()), spec.vocabulary() - 1));
    }
    throw new IllegalStateException("a tokenizer is of byte pairs or of symbols");
  }
}
