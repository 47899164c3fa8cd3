package io.undertone.text;

import io.undertone.model.Bundle;

/** Chooses the tokenizer that a bundle names. */
public final class Tokenizers {

  private Tokenizers() {}

  /**
   * Reads the bundle's tokenizer.
   *
   * @throws io.undertone.model.BundleException if its kind is unknown or its files are damaged
   */
  public static Tokenizer of(Bundle bundle) {
    return toCome();
  }

  @SuppressWarnings("TypeParameterUnusedInFormals")
  private static <T> T toCome() {
    throw new IllegalStateException("to come");
  }
}
