package io.undertone.cell.fake;

import io.undertone.text.Pieces;
import io.undertone.text.Tokenizer;
import io.undertone.text.Tokens;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** One token a UTF-8 byte; 256 ends a review. */
final class FakeTokenizer implements Tokenizer {

  static final int END_OF_REVIEW = 256;

  @Override
  public Tokens tokenize(String text, int tokensMax) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int kept = Math.min(bytes.length, tokensMax - 1);
    int[] ids = new int[kept + 1];
    for (int i = 0; i < kept; i++) {
      ids[i] = bytes[i] & 0xff;
    }
    ids[kept] = END_OF_REVIEW;
    return new Tokens(ids, kept < bytes.length);
  }

  @Override
  public Pieces pieces(String text, int[] ids) {
    return Pieces.ofBytes(
        text, Arrays.stream(ids).filter(id -> id != END_OF_REVIEW).map(id -> 1).toArray());
  }

  @Override
  public String decode(int[] ids) {
    int[] texts = Arrays.stream(ids).filter(id -> id != END_OF_REVIEW).toArray();
    byte[] bytes = new byte[texts.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) texts[i];
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Override
  public int vocabulary() {
    return END_OF_REVIEW + 1;
  }
}
