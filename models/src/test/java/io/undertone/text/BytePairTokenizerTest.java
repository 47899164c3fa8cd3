package io.undertone.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.undertone.model.Bundle;
import io.undertone.model.BundleCopy;
import io.undertone.model.BundleException;
import io.undertone.model.Golden.GoldenReview;
import io.undertone.model.TokenizerSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BytePairTokenizerTest {

  private static final long SEED = 1_234;
  private static final int NO_BOUND = 1 << 22;

  static List<Path> everyBundle() {
    return BundleCopy.all();
  }

  @ParameterizedTest
  @MethodSource("everyBundle")
  void readsTextsAsPythonDoes(Path path) {
    Bundle bundle = Bundle.open(path);
    Tokenizer tokenizer = Tokenizer.of(bundle);
    int tokensMax = bundle.manifest().tokenizer().tokensMax();
    for (GoldenReview review : bundle.golden().reviews()) {
      Tokens tokens = tokenizer.tokenize(review.text(), tokensMax);
      assertThat(Arrays.stream(tokens.ids()).boxed()).isEqualTo(review.tokens());
      assertThat(tokens.truncated()).isEqualTo(review.truncated());
    }
  }

  static List<Path> everyBundleOfBytePairs() {
    return BundleCopy.withTokenizer(TokenizerSpec.BytePairs.class);
  }

  @ParameterizedTest(name = "{0}, seed 1234")
  @MethodSource("everyBundleOfBytePairs")
  void decodesBackToAnyText(Path path) {
    Tokenizer tokenizer = Tokenizer.of(Bundle.open(path));
    Random random = new Random(SEED);
    for (int i = 0; i < 2_000; i++) {
      String text = anyText(random);
      String back = tokenizer.decode(tokenizer.tokenize(text, NO_BOUND).ids());
      assertThat(back).isEqualTo(CleanText.of(text, true));
    }
  }

  @Test
  void endsEveryReviewEvenAnEmptyOne() {
    Tokens tokens = tiny().tokenize("", 10);
    assertThat(tokens.ids()).containsExactly(tiny().vocabulary() - 1);
    assertThat(tokens.truncated()).isFalse();
  }

  @Test
  void encodesFullyThenCuts() {
    Tokenizer tokenizer = tiny();
    String text = "the film was good 好好 and more";
    int[] all = tokenizer.tokenize(text, NO_BOUND).ids();
    for (int tokensMax = 1; tokensMax <= all.length; tokensMax++) {
      Tokens cut = tokenizer.tokenize(text, tokensMax);
      int kept = tokensMax - 1;
      assertThat(Arrays.copyOf(cut.ids(), kept)).isEqualTo(Arrays.copyOf(all, kept));
      assertThat(cut.ids()).hasSize(tokensMax).endsWith(tokenizer.vocabulary() - 1);
      assertThat(cut.truncated()).isEqualTo(tokensMax < all.length);
    }
  }

  @Test
  void readsVeryLongTextsWithoutASpaceInTheTimeOfTheirLength() {
    Tokenizer tokenizer = tiny();
    for (String piece : List.of("a", "好", "!", "9", "\t", "😀", "ab", "\ud83d")) {
      String text = piece.repeat(1_000_000 / piece.length());
      Tokens tokens =
          Assertions.assertTimeoutPreemptively(
              Duration.ofSeconds(60), () -> tokenizer.tokenize(text, 1_024));
      assertThat(tokens.ids()).hasSize(1_024);
    }
  }

  @Test
  void namesRanksThatAreNone(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("ranks");
    Files.writeString(file, "YQ== 0\nYg== 7\n");
    assertThatThrownBy(() -> RanksFile.read(file, 2))
        .isInstanceOf(BundleException.class)
        .hasMessage(
            "Reading the ranks %s: expected a token and its rank 1 on line 2, found another line."
                + " Export the bundle again.",
            file);
    Files.writeString(file, "YQ== 0\nYQ== 1\n");
    assertThatThrownBy(() -> RanksFile.read(file, 2))
        .hasMessageContaining("expected another token on line 2, found one for the second time.");
    Files.writeString(file, "YQ== 0\n");
    assertThatThrownBy(() -> RanksFile.read(file, 1)).hasMessageContaining("none for 0.");
    assertThatThrownBy(() -> RanksFile.read(file, 3)).hasMessageContaining("found 1 ranks.");
    Files.writeString(file, ranks(0xff));
    assertThatThrownBy(() -> RanksFile.read(file, 0xff)).hasMessageContaining("none for 255.");
    Files.writeString(file, ranks(0x100));
    assertThatThrownBy(() -> RanksFile.read(file, 0xff))
        .hasMessageContaining("expected 255 ranks, one less than the vocabulary, found 256 ranks.");
    assertThat(RanksFile.read(file, 0x100)).hasSize(0x100);
    Files.writeString(file, "?? 0\n");
    assertThatThrownBy(() -> RanksFile.read(file, 1))
        .hasMessageContaining("expected base64 on line 1");
  }

  /** So many single bytes, in order. */
  private static String ranks(int count) {
    StringBuilder lines = new StringBuilder();
    for (int rank = 0; rank < count; rank++) {
      String token = Base64.getEncoder().encodeToString(new byte[] {(byte) rank});
      lines.append(token).append(' ').append(rank).append('\n');
    }
    return lines.toString();
  }

  private static Tokenizer tiny() {
    return Tokenizer.of(Bundle.open(BundleCopy.tiny("tiny-lstm")));
  }

  /** Code points from all planes, lone surrogates too. */
  private static String anyText(Random random) {
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(60);
    for (int i = 0; i < length; i++) {
      int ceiling = List.of(0x80, 0x800, 0x3100, 0x1_0000, 0x11_0000).get(random.nextInt(5));
      text.appendCodePoint(random.nextInt(ceiling));
      if (random.nextInt(20) == 0) {
        text.append((char) (0xd800 + random.nextInt(0x800)));
      }
    }
    return text.toString();
  }
}
