package io.undertone.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The automaton cuts any text as java.util.regex does, or says that it cannot. */
class SplitAutomatonTest {

  private static final long SEED = 611;
  private static final int PATTERNS = 3_000;
  private static final int TEXTS = 30;

  private static final List<String> CHARACTERS =
      List.of("a", "b", "'", " ", "[ab]", "[a-c]", "[b-d😀]", "[\\^-`]", "\\x62");
  private static final List<String> TIMES =
      List.of("", "", "?", "*", "+", "{2}", "{1,}", "{0,2}", "{1,3}", "{2,4}", "{0}");
  private static final List<String> LETTERS =
      List.of("a", "a", "b", "b", "c", "d", "'", " ", "😀", "^", "\ud83d", "好");

  @Test
  void cutsAsTheRegexDoesByAnyPattern() {
    Random random = new Random(SEED);
    int taken = 0;
    for (int i = 0; i < PATTERNS; i++) {
      String pattern = anyPattern(random);
      SplitAutomaton automaton = SplitAutomaton.of(pattern);
      for (int text = 0; automaton != null && text < TEXTS; text++) {
        String letters = anyLetters(random);
        assertThat(pieces(automaton, letters))
            .as("seed %d: %s in %s", SEED, pattern, letters)
            .isEqualTo(piecesByRegex(pattern, letters));
      }
      taken += automaton == null ? 0 : 1;
    }
    assertThat(taken).as("patterns that match more than nothing").isGreaterThan(PATTERNS / 3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a|",
        "a*",
        "a??",
        "a++",
        "a{2}+",
        "a{2,1}",
        "[b-a]",
        "(a)",
        "(?:a)",
        ".",
        "^a",
        "a$",
        "\\s",
        "\\p{L}",
        "\\w",
        "\\ba",
        "[^a]",
        "[a&&b]",
        "[[a]]",
        "[\\s]",
        "[]",
        "[a",
        "a]",
        "a}",
        "a(?=b)",
        "[a-]",
        "\\",
        "[\\u0000-\\uffff]",
        "[\ud7ff-\ue000]",
        "\ud83d",
        "a{1000}",
        "[ab]{999}[ab]{999}",
        "*a"
      })
  void leavesWhatItDoesNotKnowToTheRegex(String pattern) {
    assertThat(SplitAutomaton.of(pattern)).isNull();
  }

  /** Places in a pattern, states of a table, kinds of characters: one bound each. */
  @Test
  void leavesWhatIsTooLargeToTheRegex() {
    assertBound("a{511}", "a{512}", "a".repeat(600));
    assertBound("[ab]*a[ab]{9}", "[ab]*a[ab]{10}", "abbaabbbabababba");
    assertBound(letters(126), letters(127), "好" + (char) ('一' + 125) + "一");
  }

  @Test
  void prefersTheFirstAlternativeThatMatches() {
    assertThat(pieces(Objects.requireNonNull(SplitAutomaton.of("a|ab|b+")), "abbab"))
        .containsExactly("a", "bb", "a", "b");
    assertThat(pieces(Objects.requireNonNull(SplitAutomaton.of("a+'a|a+|'")), "aa'b"))
        .containsExactly("aa", "'");
  }

  private static void assertBound(String taken, String beyond, String text) {
    assertThat(pieces(Objects.requireNonNull(SplitAutomaton.of(taken)), text))
        .isEqualTo(piecesByRegex(taken, text));
    assertThat(SplitAutomaton.of(beyond)).isNull();
  }

  /** So many kinds of characters beside all others. */
  private static String letters(int count) {
    return IntStream.range(0, count)
        .mapToObj(letter -> Character.toString('一' + letter))
        .collect(Collectors.joining("|"));
  }

  private static List<String> pieces(SplitAutomaton automaton, String text) {
    List<String> pieces = new ArrayList<>();
    PieceReader reader = new PieceReader(automaton, false, text);
    while (reader.next()) {
      pieces.add(new String(reader.units(), reader.start(), reader.end() - reader.start()));
    }
    return pieces;
  }

  private static List<String> piecesByRegex(String pattern, String text) {
    List<String> pieces = new ArrayList<>();
    Matcher matcher = Pattern.compile(pattern).matcher(CleanText.of(text, false));
    while (matcher.find()) {
      pieces.add(matcher.group());
    }
    return pieces;
  }

  private static String anyPattern(Random random) {
    StringBuilder pattern = new StringBuilder();
    for (int alternative = random.nextInt(4); alternative >= 0; alternative--) {
      for (int step = random.nextInt(4); step >= 0; step--) {
        pattern.append(any(random, CHARACTERS)).append(any(random, TIMES));
      }
      pattern.append(alternative == 0 ? "" : "|");
    }
    return pattern.toString();
  }

  private static String anyLetters(Random random) {
    StringBuilder text = new StringBuilder();
    for (int left = random.nextInt(20); left > 0; left--) {
      text.append(any(random, LETTERS));
    }
    return text.toString();
  }

  private static String any(Random random, List<String> of) {
    return of.get(random.nextInt(of.size()));
  }
}
