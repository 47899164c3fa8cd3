package io.undertone.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.undertone.model.BundleException;
import io.undertone.model.TokenizerSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One id a character, as the training counts them; the goldens of the bundles say so too. */
class SymbolTokenizerTest {

  private static final List<String> SYMBOLS = List.of("<unk>", " ", "a", "b", "好", "😀");
  private static final int TOKENS_MAX = 100;

  @TempDir private Path folder;

  @Test
  void givesEachCharacterItsId() {
    Tokens tokens = plain().tokenize("Ab 好😀", TOKENS_MAX);
    assertThat(tokens.ids()).containsExactly(2, 3, 1, 4, 5);
    assertThat(tokens.truncated()).isFalse();
  }

  @Test
  void givesOthersTheUnknownOne() {
    assertThat(plain().tokenize("a\ud83d,b", TOKENS_MAX).ids()).containsExactly(2, 0, 0, 3);
  }

  @Test
  void knowsTheFirstCharacterOfTheUnknownOnesNameAsAnyOther() {
    List<String> symbols = List.of("<unk>", " ", "<", "b", "c", "d");
    Tokenizer tokenizer = new SymbolTokenizer(spec(false), symbols);
    assertThat(tokenizer.tokenize("<unk>", TOKENS_MAX).ids()).containsExactly(2, 0, 0, 0, 0);
  }

  @Test
  void runsOnlyBlanksTogether() {
    assertThat(collapsing().tokenize("aab  bb", TOKENS_MAX).ids())
        .containsExactly(2, 2, 3, 1, 3, 3);
  }

  @Test
  void collapsesOthersAndBlanksToOneBlank() {
    Tokenizer tokenizer = collapsing();
    assertThat(tokenizer.tokenize("a, \n b", TOKENS_MAX).ids()).containsExactly(2, 1, 3);
    assertThat(tokenizer.tokenize("?!", TOKENS_MAX).ids()).containsExactly(1);
    assertThat(tokenizer.tokenize("  a", TOKENS_MAX).ids()).containsExactly(1, 2);
  }

  @Test
  void readsNothingOfAnEmptyText() {
    Tokens tokens = plain().tokenize("", TOKENS_MAX);
    assertThat(tokens.ids()).isEmpty();
    assertThat(plain().pieces("", tokens.ids()).ends()).containsExactly(0);
  }

  @Test
  void readsNoPadding() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("symbols.json"), "[\"<unk>\",\"\",\"a\",\"b\",\" \",\"c\"]");
    TokenizerSpec.Symbols spec = spec(false);
    Tokenizer tokenizer = new SymbolTokenizer(spec, SymbolsFile.read(file, spec));
    assertThat(tokenizer.tokenize("a\u0000b", TOKENS_MAX).ids()).containsExactly(2, 0, 3);
    assertThat(tokenizer.tokenize("", TOKENS_MAX).ids()).isEmpty();
    assertThat(tokenizer.decode(new int[] {2, 1, 5})).isEqualTo("ac");
  }

  @Test
  void keepsTheFirstIds() {
    Tokens cut = plain().tokenize("abab", 3);
    assertThat(cut.ids()).containsExactly(2, 3, 2);
    assertThat(cut.truncated()).isTrue();
    assertThat(plain().tokenize("abab", 4).truncated()).isFalse();
  }

  @Test
  void saysWhatItsIdsStandFor() {
    assertThat(plain().decode(new int[] {2, 0, 4, 5})).isEqualTo("a\ufffd好😀");
    assertThat(plain().vocabulary()).isEqualTo(SYMBOLS.size());
  }

  @Test
  void aRunThatCollapsesIsOnePiece() {
    String text = "a, 😀b";
    Tokenizer tokenizer = collapsing();
    Pieces pieces = tokenizer.pieces(text, tokenizer.tokenize(text, TOKENS_MAX).ids());
    assertThat(pieces.ends()).containsExactly(1, 3, 5, 6);
    assertThat(pieces.tokens()).containsExactly(1, 2, 3, 4);
    assertThat(tokenizer.pieces(text, tokenizer.tokenize(text, 2).ids()).text()).isEqualTo("a, ");
  }

  @Test
  void namesSymbolsThatAreNone() throws IOException {
    assertDamaged("[\"<unk>\"]", "expected 6 of them, found 1.");
    assertDamaged(
        "[\"<unk>\",\" \",\"a\",\"b\",\"c\",\"d\",\"e\"]", "expected 6 of them, found 7.");
    assertDamaged(
        "[\"<unk>\",\" \",\"ab\",\"b\",\"c\",\"d\"]",
        "expected one character at 2, found a text of 2.");
    assertDamaged(
        "[\"x\",\" \",\"a\",\"b\",\"c\",\"d\"]", "expected <unk> at 0, found a text of 1.");
    assertDamaged(
        "[\"<unk>\",\" \",\"a\",\"b\",\"b\",\"c\"]",
        "expected distinct symbols, found one of them twice.");
    assertDamaged(
        "[\"<unk>\",\"e\",\"a\",\"b\",\"c\",\"d\"]",
        "expected the blank that others collapse to, found none.");
    assertDamaged("[\"<unk>\",null]", "expected a JSON list of texts, found null.");
    assertDamaged(
        "{\"0\":\"<unk>\",\"1\":\" \",\"2\":\"a\",\"3\":\"b\",\"4\":\"c\",\"5\":\"d\"}",
        "expected a JSON list, found something else.");
    assertDamaged("", "expected a JSON list, found something else.");
    assertDamaged("no json", "expected a JSON list, found JsonParseException.");
  }

  private void assertDamaged(String json, String message) throws IOException {
    Path file = Files.writeString(folder.resolve("symbols.json"), json);
    assertThatThrownBy(() -> SymbolsFile.read(file, spec(true)))
        .isInstanceOf(BundleException.class)
        .hasMessageStartingWith("Reading the symbols " + file + ": " + message);
  }

  private static Tokenizer plain() {
    return new SymbolTokenizer(spec(false), SYMBOLS);
  }

  private static Tokenizer collapsing() {
    return new SymbolTokenizer(spec(true), SYMBOLS);
  }

  private static TokenizerSpec.Symbols spec(boolean collapseOthers) {
    return new TokenizerSpec.Symbols(
        "symbols.json", true, collapseOthers, SYMBOLS.size(), 0, null, TOKENS_MAX);
  }
}
