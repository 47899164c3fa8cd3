package io.undertone.text;

import io.undertone.model.TokenizerSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One id a character, for models that read and write text letter by letter. A character without an
 * id is the unknown symbol; or, where others are collapsed, a run of such characters and blanks is
 * one blank. Source of the latter: Zhang et al. 2023, Dive into Deep Learning, section 9.2.
 */
final class SymbolTokenizer implements Tokenizer {

  private static final int BLANK = ' ';
  private static final String REPLACEMENT = "\ufffd";

  private final TokenizerSpec.Symbols spec;
  private final List<String> symbols;
  private final Map<Integer, Integer> ids;
  private final int blank;

  /**
   * @param symbols by id
   */
  SymbolTokenizer(TokenizerSpec.Symbols spec, List<String> symbols) {
    this.spec = spec;
    this.symbols = symbols;
    this.ids =
        IntStream.range(0, symbols.size())
            .filter(id -> id != spec.unknown() && !symbols.get(id).equals(SymbolsFile.PADDING))
            .boxed()
            .collect(Collectors.toMap(id -> symbols.get(id).codePointAt(0), id -> id));
    this.blank = ids.getOrDefault(BLANK, spec.unknown());
  }

  @Override
  public Tokens tokenize(String text, int tokensMax) {
    Encoded encoded = read(text);
    int kept = Math.min(encoded.count, tokensMax);
    return new Tokens(Arrays.copyOf(encoded.ids, kept), kept < encoded.count);
  }

  @Override
  public Pieces pieces(String text, int[] read) {
    if (read.length == 0) {
      return new Pieces("", new int[] {0}, new int[] {0});
    }
    int[] ends = Arrays.copyOf(read(text).ends, read.length);
    int[] tokens = IntStream.rangeClosed(1, read.length).toArray();
    return new Pieces(text.substring(0, ends[ends.length - 1]), ends, tokens);
  }

  @Override
  public String decode(int[] read) {
    return Arrays.stream(read)
        .mapToObj(id -> id == spec.unknown() ? REPLACEMENT : symbols.get(id))
        .collect(Collectors.joining());
  }

  @Override
  public int vocabulary() {
    return spec.vocabulary();
  }

  private Encoded read(String text) {
    String clean = CleanText.of(text, spec.lowercaseAscii());
    Encoded encoded = new Encoded(clean.length());
    int end = 0;
    while (end < clean.length()) {
      int letter = clean.codePointAt(end);
      end += Character.charCount(letter);
      int id = ids.getOrDefault(letter, spec.unknown());
      encoded.add(spec.collapseOthers() && id == spec.unknown() ? blank : id, end);
    }
    return encoded;
  }

  /** The ids of a whole text, and where in it each ends. */
  private final class Encoded {
    private final int[] ids;
    private final int[] ends;
    private int count;

    Encoded(int countMax) {
      ids = new int[countMax];
      ends = new int[countMax];
    }

    void add(int id, int end) {
      boolean goesOn = spec.collapseOthers() && id == blank && count > 0 && ids[count - 1] == blank;
      if (!goesOn) {
        ids[count++] = id;
      }
      ends[count - 1] = end;
    }
  }
}
