package io.undertone.text;

import io.undertone.model.TokenizerSpec;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Byte-level byte-pair encoding: text is split by the model's pattern, each piece merged by rank,
 * as Python's tiktoken does in training.
 */
final class BytePairTokenizer implements Tokenizer {

  private static final Logger LOG = LoggerFactory.getLogger(BytePairTokenizer.class);

  private final TokenizerSpec.BytePairs spec;
  private final List<byte[]> tokens;
  private final Encoder encoder;
  private final int endOfReview;

  /**
   * @param tokens their bytes, by rank
   */
  BytePairTokenizer(TokenizerSpec.BytePairs spec, List<byte[]> tokens) {
    this.spec = spec;
    this.tokens = tokens;
    this.encoder = encoder(spec, tokens);
    this.endOfReview = spec.endOfReview();
  }

  @Override
  public Tokens tokenize(String text, int tokensMax) {
    int[] first = encoder.encode(text, tokensMax);
    int kept = Math.min(first.length, tokensMax - 1);
    int[] ids = Arrays.copyOf(first, kept + 1);
    ids[kept] = endOfReview;
    return new Tokens(ids, kept < first.length);
  }

  @Override
  public Pieces pieces(String text, int[] ids) {
    return Pieces.ofBytes(
        text,
        Arrays.stream(ids)
            .filter(id -> id != endOfReview)
            .map(id -> tokens.get(id).length)
            .toArray());
  }

  @Override
  public String decode(int[] ids) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int id : ids) {
      if (id != endOfReview) {
        bytes.writeBytes(tokens.get(id));
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Override
  public int vocabulary() {
    return spec.vocabulary();
  }

  private static Encoder encoder(TokenizerSpec.BytePairs spec, List<byte[]> tokens) {
    SplitAutomaton automaton = SplitAutomaton.of(spec.pattern());
    if (automaton == null || tokens.size() > BytePairs.TOKENS_MAX) {
      LOG.info(
          "The split pattern, of {} characters, is beyond our automaton: java.util.regex reads it,"
              + " and tokenizing takes several times as long",
          spec.pattern().length());
      return new RegexEncoder(spec.pattern(), spec.lowercaseAscii(), tokens);
    }
    return new AutomatonEncoder(automaton, spec.lowercaseAscii(), tokens);
  }
}
