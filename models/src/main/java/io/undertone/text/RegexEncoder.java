package io.undertone.text;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingRegistry;
import com.knuddels.jtokkit.api.GptBytePairEncodingParams;
import com.knuddels.jtokkit.api.IntArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Encodes by jtokkit, for split patterns that {@link SplitAutomaton} does not hold. It encodes the
 * whole text and cuts ids: jtokkit's own bound backs off to a character's border, tiktoken's does
 * not.
 */
final class RegexEncoder implements Encoder {

  private static final String NAME = "bundle";

  private final Encoding encoding;
  private final boolean lowercaseAscii;

  /**
   * @param tokens their bytes, by rank
   */
  RegexEncoder(String pattern, boolean lowercaseAscii, List<byte[]> tokens) {
    IdentityHashMap<byte[], Integer> ranks = new IdentityHashMap<>();
    tokens.forEach(token -> ranks.put(token, ranks.size()));
    EncodingRegistry registry = Encodings.newLazyEncodingRegistry();
    registry.registerGptBytePairEncoding(
        new GptBytePairEncodingParams(NAME, Pattern.compile(pattern), ranks, Map.of()));
    this.encoding = registry.getEncoding(NAME).orElseThrow();
    this.lowercaseAscii = lowercaseAscii;
  }

  @Override
  public int[] encode(String text, int idsMax) {
    IntArrayList all = encoding.encodeOrdinary(CleanText.of(text, lowercaseAscii));
    return Arrays.copyOf(all.toArray(), Math.min(all.size(), idsMax));
  }
}
