package io.undertone.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Beginning with whole characters changes no id, whatever the tokens cut and in which order. */
class WholeCharactersTest {

  private static final long SEED = Long.getLong("undertone.seed", 3_001L);
  private static final int VOCABULARIES = Integer.getInteger("undertone.vocabularies", 400);
  private static final int TEXTS = 100;

  /** Characters that share bytes, of one byte to four. */
  private static final List<String> LETTERS =
      List.of("a", " ", "é", "©", "好", "奿", "不", "了", "事", "，", "\ufffd", "😀", "😁", "𠀀");

  private static final String PATTERN = "[\\x00- ]|[!-\ud7ff\ue000-\udbff\udfff]+";

  @Test
  void givesTheReferencesIdsForAnyTokens() {
    Random random = new Random(SEED);
    SplitAutomaton automaton = Objects.requireNonNull(SplitAutomaton.of(PATTERN));
    for (int vocabulary = 0; vocabulary < VOCABULARIES; vocabulary++) {
      List<String> letters = new ArrayList<>(LETTERS);
      Collections.shuffle(letters, random);
      letters = letters.subList(0, 2 + random.nextInt(5));
      List<byte[]> tokens = anyTokens(random, letters);
      Encoder reference = new RegexEncoder(PATTERN, false, tokens);
      Encoder encoder = new AutomatonEncoder(automaton, false, tokens);
      for (int i = 0; i < TEXTS; i++) {
        String text = anyText(random, letters, 12);
        assertThat(encoder.encode(text, 1_000))
            .as("seed %d, vocabulary %d, %s", SEED, vocabulary, text)
            .isEqualTo(reference.encode(text, 1_000));
      }
    }
  }

  /** Single bytes and then tokens, nearly all of which join two others; half of them shuffled. */
  private static List<byte[]> anyTokens(Random random, List<String> letters) {
    Set<String> tokens = new LinkedHashSet<>();
    for (int single = 0; single < 256; single++) {
      tokens.add(String.valueOf((char) single));
    }
    boolean cutsLetters = random.nextBoolean();
    for (int tries = random.nextInt(400); tries > 0; tries--) {
      boolean whole = !cutsLetters && random.nextBoolean();
      String token = anyToken(random, anyText(random, letters, cutsLetters ? 4 : 1));
      token = whole ? latin(anyText(random, letters, 3)) : token;
      boolean joins = random.nextInt(2_000) == 0;
      for (int cut = 1; cut < token.length(); cut++) {
        joins |= tokens.contains(token.substring(0, cut)) && tokens.contains(token.substring(cut));
      }
      if (token.length() > 1 && joins) {
        tokens.add(token);
      }
    }
    List<String> ranked = new ArrayList<>(tokens);
    if (random.nextBoolean()) {
      Collections.shuffle(ranked.subList(256, ranked.size()), random);
    }
    return ranked.stream().map(token -> token.getBytes(StandardCharsets.ISO_8859_1)).toList();
  }

  /** Some of a text's bytes. */
  private static String anyToken(Random random, String text) {
    String bytes = latin(text);
    int from = random.nextInt(bytes.length() + 1);
    return bytes.substring(from, from + random.nextInt(bytes.length() - from + 1));
  }

  private static String latin(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  private static String anyText(Random random, List<String> letters, int max) {
    StringBuilder text = new StringBuilder();
    for (int left = random.nextInt(max + 1); left > 0; left--) {
      text.append(letters.get(random.nextInt(letters.size())));
    }
    return text.toString();
  }
}
