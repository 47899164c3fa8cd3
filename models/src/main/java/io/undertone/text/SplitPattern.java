package io.undertone.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The part of the language of patterns that {@link SplitAutomaton} runs: alternatives of single
 * characters and of classes that list their characters, each perhaps with {@code ?}, {@code *},
 * {@code +} or a count, greedy. It does not read groups, named or negated classes, halves of
 * surrogate pairs, look-around, or lazy and possessive repeats.
 */
final class SplitPattern {

  /** Characters from the first to the last, by code point. */
  record Range(int first, int last) {}

  /**
   * One of these characters, {@code min} to {@code max} times, as often as possible.
   *
   * @param max {@link #NO_BOUND} where there is none
   */
  record Step(List<Range> characters, int min, int max) {}

  static final int NO_BOUND = Integer.MAX_VALUE;

  private static final String ESCAPED = "\\\\x[0-9A-Fa-f]{2}|\\\\\\p{Punct}|";
  private static final Pattern LITERAL =
      Pattern.compile(ESCAPED + "[^\\\\\\[\\](){}.*+?^$|\\p{Cs}]");
  private static final String BOUND = "(" + ESCAPED + "[^\\\\\\[\\]^&\\-\\p{Cs}])";
  private static final Pattern RANGE = Pattern.compile(BOUND + "(?:-" + BOUND + ")?");
  private static final Pattern TIMES = Pattern.compile("[?*+]|\\{(\\d{1,3})(,(\\d{1,3})?)?}");
  private static final Pattern LAZY_OR_POSSESSIVE = Pattern.compile("[?*+{]");

  private final List<List<Step>> alternatives = new ArrayList<>();
  private final Matcher matcher;
  private final String text;
  private int at;

  private SplitPattern(String text) {
    this.text = text;
    this.matcher = LITERAL.matcher(text);
    alternatives.add(new ArrayList<>());
  }

  /** Reads a pattern; null if it says more than this class knows. */
  static @Nullable SplitPattern of(String text) {
    SplitPattern pattern = new SplitPattern(text);
    boolean known = true;
    while (known && pattern.at < text.length()) {
      known = pattern.readOne();
    }
    return known ? pattern : null;
  }

  /** The alternatives, in order: the first that matches is taken. */
  List<List<Step>> alternatives() {
    return alternatives;
  }

  /** Reads a bar or a step, and says whether it was one. */
  private boolean readOne() {
    if (text.charAt(at) == '|') {
      at++;
      alternatives.add(new ArrayList<>());
      return true;
    }
    List<Range> characters = text.charAt(at) == '[' ? readClass() : readLiteral();
    Step step = characters == null ? null : readTimes(characters);
    return step != null && alternatives.get(alternatives.size() - 1).add(step);
  }

  private @Nullable List<Range> readLiteral() {
    if (!read(LITERAL)) {
      return null;
    }
    int character = character(matcher.group());
    return List.of(new Range(character, character));
  }

  private @Nullable List<Range> readClass() {
    List<Range> ranges = new ArrayList<>();
    at++;
    while (read(RANGE)) {
      int first = character(matcher.group(1));
      int last = matcher.group(2) == null ? first : character(matcher.group(2));
      boolean halfPairs = first <= Character.MAX_SURROGATE && last >= Character.MIN_SURROGATE;
      if (last < first || halfPairs) {
        return null;
      }
      ranges.add(new Range(first, last));
    }
    boolean closed = !ranges.isEmpty() && at < text.length() && text.charAt(at) == ']';
    at++;
    return closed ? ranges : null;
  }

  private @Nullable Step readTimes(List<Range> characters) {
    if (!read(TIMES)) {
      return new Step(characters, 1, 1);
    }
    Step step =
        switch (matcher.group()) {
          case "?" -> new Step(characters, 0, 1);
          case "*" -> new Step(characters, 0, NO_BOUND);
          case "+" -> new Step(characters, 1, NO_BOUND);
          default -> counted(characters);
        };
    return step.max < step.min || read(LAZY_OR_POSSESSIVE) ? null : step;
  }

  private Step counted(List<Range> characters) {
    int min = Integer.parseInt(matcher.group(1));
    if (matcher.group(2) == null) {
      return new Step(characters, min, min);
    }
    String max = matcher.group(3);
    return new Step(characters, min, max == null ? NO_BOUND : Integer.parseInt(max));
  }

  private boolean read(Pattern next) {
    boolean found = matcher.usePattern(next).region(at, text.length()).lookingAt();
    if (found) {
      at = matcher.end();
    }
    return found;
  }

  private static int character(String written) {
    if (written.startsWith("\\x")) {
      return Integer.parseInt(written.substring(2), 16);
    }
    return written.codePointAt(written.startsWith("\\") ? 1 : 0);
  }
}
