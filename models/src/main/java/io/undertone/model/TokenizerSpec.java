package io.undertone.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.Nulls;
import org.jspecify.annotations.Nullable;

/** How text becomes token ids. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = TokenizerSpec.BytePairs.class, name = TokenizerSpec.BytePairs.KIND),
  @JsonSubTypes.Type(value = TokenizerSpec.Symbols.class, name = TokenizerSpec.Symbols.KIND)
})
public sealed interface TokenizerSpec {

  /** Its name in the manifest. */
  String kind();

  /** The file that it is read from. */
  String file();

  /** Whether A to Z become a to z before anything else. */
  boolean lowercaseAscii();

  /** Number of token ids, V. */
  int vocabulary();

  /** Id of the token that ends every review; null where none does. */
  @Nullable Integer endOfReview();

  /** Tokens of one review by default, the end of review included. */
  int tokensMax();

  /**
   * Byte-level byte-pair encoding.
   *
   * @param file name of the file of ranks, in tiktoken's format
   * @param pattern the regex that splits text into pieces
   * @param lowercaseAscii whether A to Z become a to z before anything else
   * @param vocabulary number of token ids, V, the end of review included
   * @param endOfReview the last id
   * @param tokensMax the end of review included
   */
  record BytePairs(
      @JsonProperty("ranks") String file,
      String pattern,
      boolean lowercaseAscii,
      int vocabulary,
      Integer endOfReview,
      int tokensMax)
      implements TokenizerSpec {

    static final String KIND = "bpe";

    public BytePairs {
      BundleJson.atLeast(1, "vocabulary", vocabulary);
      BundleJson.atLeast(1, "tokens_max", tokensMax);
    }

    @Override
    public String kind() {
      return KIND;
    }
  }

  /**
   * One id a character; a review has no end of its own, and may have no tokens.
   *
   * @param file name of the file that lists the symbols, in JSON
   * @param lowercaseAscii whether A to Z become a to z before anything else
   * @param collapseOthers whether a run of blanks and of characters without an id is one blank;
   *     else each such character is {@code unknown}
   * @param vocabulary number of symbols, V, the unknown one included
   * @param unknown id that stands for characters without one
   * @param endOfReview null
   * @param tokensMax symbols of one review
   */
  record Symbols(
      @JsonProperty("symbols") String file,
      boolean lowercaseAscii,
      boolean collapseOthers,
      int vocabulary,
      int unknown,
      @JsonSetter(nulls = Nulls.SET) @Nullable Integer endOfReview,
      int tokensMax)
      implements TokenizerSpec {

    static final String KIND = "symbols";

    public Symbols {
      BundleJson.atLeast(1, "vocabulary", vocabulary);
      BundleJson.atLeast(0, "unknown", unknown);
      BundleJson.atLeast(1, "tokens_max", tokensMax);
      if (endOfReview != null) {
        throw new BundleJson.FieldException("end_of_review", "null", "something else");
      }
    }

    @Override
    public String kind() {
      return KIND;
    }
  }
}
