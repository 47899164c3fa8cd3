package io.undertone.text;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingRegistry;
import com.knuddels.jtokkit.api.GptBytePairEncodingParams;
import com.knuddels.jtokkit.api.IntArrayList;
import io.undertone.model.TokenizerSpec;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Byte-level byte-pair encoding: text is split by the model's pattern, each piece merged by rank.
 * jtokkit does the merging, as Python's tiktoken does in training. It encodes the whole text and
 * cuts ids: jtokkit's own bound backs off to a character's border, tiktoken's does not.
 */
final class BytePairTokenizer implements Tokenizer {

  private static final String NAME = "bundle";

  private final TokenizerSpec.BytePairs spec;
  private final Encoding encoding;

  /** Bytes of each token, by id. */
  private final int[] bytes;

  private final int endOfReview;

  /**
   * @param ranks of the tokens, by their bytes
   */
  BytePairTokenizer(TokenizerSpec.BytePairs spec, Map<byte[], Integer> ranks) {
    this.spec = spec;
    this.endOfReview = spec.endOfReview();
    EncodingRegistry registry = Encodings.newLazyEncodingRegistry();
    registry.registerGptBytePairEncoding(
        new GptBytePairEncodingParams(NAME, Pattern.compile(spec.pattern()), ranks, Map.of()));
    this.encoding = registry.getEncoding(NAME).orElseThrow();
    this.bytes = new int[spec.vocabulary()];
    ranks.forEach((token, rank) -> bytes[rank] = token.length);
  }

  @Override
  public Tokens tokenize(String text, int tokensMax) {
    IntArrayList all = encoding.encodeOrdinary(CleanText.of(text, spec.lowercaseAscii()));
    int kept = Math.min(all.size(), tokensMax - 1);
    int[] ids = new int[kept + 1];
    for (int i = 0; i < kept; i++) {
      ids[i] = all.get(i);
    }
    ids[kept] = endOfReview;
    return new Tokens(ids, kept < all.size());
  }

  @Override
  public Pieces pieces(String text, int[] ids) {
    return Pieces.ofBytes(
        text, Arrays.stream(ids).filter(id -> id != endOfReview).map(id -> bytes[id]).toArray());
  }

  @Override
  public String decode(int[] ids) {
    IntArrayList texts = new IntArrayList(ids.length);
    for (int id : ids) {
      if (id != endOfReview) {
        texts.add(id);
      }
    }
    return encoding.decode(texts);
  }

  @Override
  public int vocabulary() {
    return spec.vocabulary();
  }
}
