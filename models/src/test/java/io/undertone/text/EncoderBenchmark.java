package io.undertone.text;

import io.undertone.Microbenchmark;
import io.undertone.model.Bundle;
import io.undertone.model.TokenizerSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * Microseconds from a text of about 40 tokens to its ids, by our own automaton and by jtokkit. One
 * text comes after the other: of English pieces one in eight is a new word, of Chinese ones nearly
 * every.
 */
public class EncoderBenchmark extends Microbenchmark {

  private static final long SEED = 40;
  private static final int TEXTS = 20_000;
  private static final int TOKENS_MAX = 1024;

  private static final String[] ENGLISH =
      ("the kettle arrived on Tuesday with a dent in its lid and the shop sent another one within a"
              + " day it doesn't whistle sings my neighbour asked twice which bird that was 9/10 and"
              + " I would not have bought it again if they had not been so kind about this")
          .split(" ");

  private static final String CHINESE = "水壶周二到的盖子上有个凹痕店家第天就补发了一它不叫唱歌邻居问两次那是什么鸟九分很好我";

  /** A bundle that ships, and so its tokenizer. */
  @Param({"reviews-en-lstm", "reviews-zh-gru"})
  public String bundle = "";

  @SuppressWarnings("NullAway.Init") // by open
  private Encoder automaton;

  @SuppressWarnings("NullAway.Init") // by open
  private Encoder regex;

  private final List<String> texts = new ArrayList<>();
  private int next;

  @Setup
  public void open() {
    Bundle opened = Bundle.open(Path.of("bundles", bundle));
    TokenizerSpec.BytePairs spec = (TokenizerSpec.BytePairs) opened.manifest().tokenizer();
    List<byte[]> tokens = RanksFile.read(opened.file(spec.file()), spec.vocabulary() - 1);
    SplitAutomaton table = SplitAutomaton.of(spec.pattern());
    if (table == null) {
      throw new IllegalStateException("the pattern of a bundle that ships is an automaton");
    }
    automaton = new AutomatonEncoder(table, spec.lowercaseAscii(), tokens);
    regex = new RegexEncoder(spec.pattern(), spec.lowercaseAscii(), tokens);
    Random random = new Random(SEED);
    while (texts.size() < TEXTS) {
      texts.add(bundle.contains("-zh-") ? chinese(random) : english(random));
    }
  }

  @Benchmark
  public int[] automaton() {
    return automaton.encode(text(), TOKENS_MAX);
  }

  @Benchmark
  public int[] regex() {
    return regex.encode(text(), TOKENS_MAX);
  }

  private String text() {
    next = (next + 1) % TEXTS;
    return texts.get(next);
  }

  private static String english(Random random) {
    StringBuilder text = new StringBuilder();
    for (int word = 0; word < 32; word++) {
      text.append(ENGLISH[random.nextInt(ENGLISH.length)]);
      if (random.nextInt(8) == 0) {
        random.ints(3, 'a', 'z' + 1).forEach(text::appendCodePoint);
      }
      text.append(random.nextInt(9) == 0 ? ", " : " ");
    }
    return text.toString();
  }

  private static String chinese(Random random) {
    StringBuilder text = new StringBuilder();
    for (int clause = 0; clause < 6; clause++) {
      for (int left = 3 + random.nextInt(7); left > 0; left--) {
        text.append(CHINESE.charAt(random.nextInt(CHINESE.length())));
      }
      text.append('，');
    }
    return text.toString();
  }
}
