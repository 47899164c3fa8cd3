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
    return new BytePairTokenizer(
        spec, Ranks.read(bundle.file(spec.ranks()), spec.vocabulary() - 1));
  }
}
