package io.undertone.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.undertone.model.Bundle;
import io.undertone.model.TokenizerSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KnownScriptsTest {

  private final KnownScripts english = of("reviews-en-lstm");
  private final KnownScripts chinese = of("reviews-zh-gru");

  @Test
  void namesAScriptThatTheVocabularyIsNotWrittenIn() {
    assertThat(english.strange("这个酒店很好")).isEqualTo("Han");
    assertThat(english.strange("最高!!! 👍")).isEqualTo("Han");
    assertThat(english.strange("とても良い")).isEqualTo("Hiragana");
    assertThat(english.strange("Отличный фильм, 10/10")).isEqualTo("Cyrillic");
    assertThat(english.strange("هذا الفيلم كان سيئا")).isEqualTo("Arabic");
    assertThat(english.strange("𠮷野家")).isEqualTo("Han");
    assertThat(chinese.strange("The room is small and loud.")).isEqualTo("Latin");
    assertThat(of("reviews-zh-chars-gru").strange("Nice room.")).isEqualTo("Latin");
  }

  @Test
  void passesOverEmojisNamesAndLoanWords() {
    assertThat(
            List.of(
                "Great 👍👍👍 5/5",
                "😡😡😡",
                "10/10 !!!",
                "",
                "Crème brûlée and jalapeños at a café in Düsseldorf",
                "Łukasz, Zoë, Beyoncé and Søren loved it",
                "We ate at 海底捞 and the hot pot (火锅) was great.",
                "The ラーメン was good",
                "Ω is a fine watch",
                "𝓖𝓻𝓮𝓪𝓽",
                "half a pair: \ud83d"))
        .allMatch(text -> english.strange(text) == null);
    assertThat(List.of("这个手机 iPhone 12 很好用", "gpu太差", "OK，很满意"))
        .allMatch(text -> chinese.strange(text) == null);
  }

  /** Looks at the beginning alone, so that a long text costs no more than a short one. */
  @Test
  void looksAtTheFirstLetters() {
    assertThat(english.strange("a".repeat(100) + "好".repeat(1000))).isNull();
    assertThat(english.strange("好".repeat(100) + "a".repeat(1000))).isEqualTo("Han");
    assertThat(english.strange("好".repeat(74) + "a".repeat(26))).isNull();
    assertThat(english.strange("好".repeat(75) + "a".repeat(25))).isEqualTo("Han");
  }

  /** One of single bytes alone may have been taught any script. */
  @Test
  void knowsEveryScriptWhereTheVocabularySaysNothing() {
    KnownScripts bytes =
        KnownScripts.of(
            new BytePairTokenizer(
                new TokenizerSpec.BytePairs("ranks", "[a-z]+|[^a-z]", true, 257, 256, 8),
                IntStream.range(0, 256).mapToObj(each -> new byte[] {(byte) each}).toList()));

    assertThat(bytes.strange("这个酒店很好")).isNull();
  }

  /** Symbols are all that a model reads, single letters too, a few of other scripts beside them. */
  @Test
  void countsEachSymbol() {
    KnownScripts letters = ofSymbols("<unk>", "a", "b");
    KnownScripts mixed = ofSymbols("<unk>", "", "a", "b", "c", "d", "e", "é", "о", "ا", "の");

    assertThat(letters.strange("这个酒店很好")).isEqualTo("Han");
    assertThat(letters.strange("Nice room.")).isNull();
    assertThat(mixed.strange("Nice room.")).isNull();
  }

  private static KnownScripts ofSymbols(String... symbols) {
    return KnownScripts.of(
        new SymbolTokenizer(
            new TokenizerSpec.Symbols("symbols.json", true, false, symbols.length, 0, null, 8),
            List.of(symbols)));
  }

  private static KnownScripts of(String bundle) {
    return KnownScripts.of(Tokenizer.of(Bundle.open(Path.of("bundles", bundle))));
  }
}
