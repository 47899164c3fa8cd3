package io.undertone.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.undertone.model.Bundle;
import io.undertone.model.BundleCopy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Where tokens stand in a text. */
class PiecesTest {

  private static final long SEED = 97;

  @Test
  void aTokenOfWholeCharactersIsAPiece() {
    Pieces pieces = Pieces.ofBytes("not good", new int[] {3, 5});
    assertThat(letters(pieces)).containsExactly("not", " good");
    assertThat(pieces.tokens()).containsExactly(1, 2);
  }

  @Test
  void theTokensOfOneCharacterAreOnePiece() {
    Pieces pieces = Pieces.ofBytes("a好😀b", new int[] {1, 2, 1, 1, 3, 1});
    assertThat(letters(pieces)).containsExactly("a", "好", "😀", "b");
    assertThat(pieces.ends()).containsExactly(1, 2, 4, 5);
    assertThat(pieces.tokens()).containsExactly(1, 3, 5, 6);
  }

  @Test
  void tokensThatShareACharacterAreOnePiece() {
    assertThat(letters(Pieces.ofBytes("a好b", new int[] {2, 3}))).containsExactly("a好b");
  }

  @Test
  void aCharacterThatIsCutBelongsToTheLastPieceWhole() {
    Pieces pieces = Pieces.ofBytes("a😀b", new int[] {1, 3});
    assertThat(letters(pieces)).containsExactly("a", "😀");
    assertThat(pieces.tokens()).containsExactly(1, 2);
    assertThat(pieces.text()).isEqualTo("a😀");
  }

  @Test
  void halfASurrogatePairIsACharacter() {
    Pieces pieces = Pieces.ofBytes("\ud83dx", new int[] {3, 1});
    assertThat(letters(pieces)).containsExactly("\ud83d", "x");
  }

  @Test
  void aTextWithoutTokensIsOneEmptyPiece() {
    Pieces pieces = Pieces.ofBytes("", new int[0]);
    assertThat(letters(pieces)).containsExactly("");
    assertThat(pieces.tokens()).containsExactly(0);
  }

  @Test
  void coverAnyTextWithoutAGap() {
    Tokenizer tokenizer = Tokenizer.of(Bundle.open(BundleCopy.tiny("tiny-lstm")));
    Random random = new Random(SEED);
    for (int round = 0; round < 2_000; round++) {
      String text = anyText(random);
      int[] ids = tokenizer.tokenize(text, 1 << 20).ids();
      Pieces pieces = tokenizer.pieces(text, ids);
      assertThat(pieces.text()).as("seed " + SEED).isEqualTo(text);
      assertThat(String.join("", letters(pieces))).isEqualTo(text);
      assertThat(pieces.tokens()[pieces.tokens().length - 1]).isEqualTo(ids.length - 1);
      for (int piece = 0; piece < pieces.ends().length; piece++) {
        int[] prefix = Arrays.copyOf(ids, pieces.tokens()[piece]);
        String read = CleanText.of(text.substring(0, pieces.ends()[piece]), true);
        assertThat(tokenizer.decode(prefix)).as("seed " + SEED).isEqualTo(read);
      }
    }
  }

  private static List<String> letters(Pieces pieces) {
    List<String> letters = new ArrayList<>();
    int start = 0;
    for (int end : pieces.ends()) {
      letters.add(pieces.text().substring(start, end));
      start = end;
    }
    return letters;
  }

  private static String anyText(Random random) {
    StringBuilder text = new StringBuilder();
    for (int left = random.nextInt(30); left > 0; left--) {
      int ceiling = List.of(0x80, 0x800, 0x3100, 0x1_0000, 0x11_0000).get(random.nextInt(5));
      text.appendCodePoint(random.nextInt(ceiling));
    }
    return text.toString();
  }
}
