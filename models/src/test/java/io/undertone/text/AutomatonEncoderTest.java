package io.undertone.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.undertone.model.Bundle;
import io.undertone.model.BundleCopy;
import io.undertone.model.TokenizerSpec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Any text has the ids that jtokkit gives it. */
class AutomatonEncoderTest {

  private static final long SEED = Long.getLong("undertone.seed", 20_261_104L);

  /** Texts for each tokenizer; more are a matter of patience. */
  private static final int TEXTS = Integer.getInteger("undertone.texts", 25_000);

  private static final int NO_BOUND = 1 << 22;

  static List<Path> everyBundleOfBytePairs() {
    return BundleCopy.withTokenizer(TokenizerSpec.BytePairs.class);
  }

  @ParameterizedTest
  @MethodSource("everyBundleOfBytePairs")
  void givesAnyTextTheReferencesIds(Path path) {
    Bundle bundle = Bundle.open(path);
    TokenizerSpec.BytePairs spec = (TokenizerSpec.BytePairs) bundle.manifest().tokenizer();
    List<byte[]> tokens = RanksFile.read(bundle.file(spec.file()), spec.vocabulary() - 1);
    Encoder reference = new RegexEncoder(spec.pattern(), spec.lowercaseAscii(), tokens);
    Encoder encoder = encoder(spec.pattern(), spec.lowercaseAscii(), tokens);
    Random random = new Random(SEED);
    for (int i = 0; i < TEXTS; i++) {
      String text = AnyText.of(random, 12);
      int idsMax = random.nextInt(4) == 0 ? random.nextInt(20) : NO_BOUND;
      int number = i;
      assertThat(encoder.encode(text, idsMax))
          .as(() -> "seed " + SEED + ", text " + number)
          .isEqualTo(reference.encode(text, idsMax));
    }
  }

  @Test
  void mergesLongPiecesAsShortOnes() {
    List<byte[]> tokens = tokens("ab", "ba", "aba", "abab", "bb", "aa", "aaaa", "cab");
    Encoder reference = new RegexEncoder("[a-z]+", false, tokens);
    Encoder encoder = encoder("[a-z]+", false, tokens);
    Random random = new Random(SEED);
    for (int i = 0; i < 200; i++) {
      StringBuilder text = new StringBuilder();
      random.ints(200 + i, 'a', 'd').forEach(text::appendCodePoint);
      assertThat(encoder.encode(text.toString(), NO_BOUND))
          .as("seed " + SEED)
          .isEqualTo(reference.encode(text.toString(), NO_BOUND));
    }
    String long0 = "ab".repeat(1_000_000);
    int[] ids =
        Assertions.assertTimeoutPreemptively(
            Duration.ofSeconds(60), () -> encoder.encode(long0, NO_BOUND));
    assertThat(ids).hasSize(500_000).containsOnly(259);
  }

  @Test
  void findsATokenThatMergingDoesNotLeadTo() {
    List<byte[]> tokens = tokens("abc", "好好");
    Encoder encoder = encoder("[a-z]{1,3}|[好]{1,2}", false, tokens);
    assertThat(encoder.encode("abcab好好好", NO_BOUND))
        .isEqualTo(
            new RegexEncoder("[a-z]{1,3}|[好]{1,2}", false, tokens).encode("abcab好好好", NO_BOUND))
        .startsWith(256, 'a', 'b', 257);
  }

  @Test
  void leavesOutWhatThePatternDoesNotMatch() {
    Encoder encoder = encoder("[a-z]{1,8}", true, tokens());
    assertThat(encoder.encode("A, 😀\ud83db", NO_BOUND)).containsExactly('a', 'b');
  }

  @Test
  void readsNoFurtherThanItNeeds() {
    Encoder encoder = encoder(" ?[a-z]{1,8}", true, tokens("go", "good"));
    String endless = "good ".repeat(10_000_000);
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () -> {
          for (int i = 0; i < 10_000; i++) {
            assertThat(encoder.encode(endless, 7)).hasSize(7);
          }
        });
  }

  @Test
  void givesManyThreadsTheSameIds() throws Exception {
    Bundle bundle = Bundle.open(BundleCopy.tiny("tiny-lstm"));
    TokenizerSpec.BytePairs spec = (TokenizerSpec.BytePairs) bundle.manifest().tokenizer();
    List<byte[]> tokens = RanksFile.read(bundle.file(spec.file()), spec.vocabulary() - 1);
    Random random = new Random(SEED);
    List<String> texts = IntStream.range(0, 20_000).mapToObj(i -> AnyText.of(random, 12)).toList();
    Encoder reference = new RegexEncoder(spec.pattern(), true, tokens);
    List<int[]> expected = texts.stream().map(text -> reference.encode(text, NO_BOUND)).toList();
    Encoder shared = encoder(spec.pattern(), true, tokens);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<List<int[]>>> readers = new ArrayList<>();
      for (int reader = 0; reader < 16; reader++) {
        readers.add(() -> texts.stream().map(text -> shared.encode(text, NO_BOUND)).toList());
      }
      for (Future<List<int[]>> found : threads.invokeAll(readers)) {
        for (int i = 0; i < texts.size(); i++) {
          assertThat(found.get().get(i)).as("seed " + SEED).isEqualTo(expected.get(i));
        }
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static Encoder encoder(String pattern, boolean lowercaseAscii, List<byte[]> tokens) {
    SplitAutomaton automaton = Objects.requireNonNull(SplitAutomaton.of(pattern), pattern);
    return new AutomatonEncoder(automaton, lowercaseAscii, tokens);
  }

  /** Every single byte by its value, and then these. */
  private static List<byte[]> tokens(String... longer) {
    List<byte[]> tokens = new ArrayList<>();
    for (int single = 0; single < 256; single++) {
      tokens.add(new byte[] {(byte) single});
    }
    for (String token : longer) {
      tokens.add(token.getBytes(StandardCharsets.UTF_8));
    }
    return tokens;
  }
}
