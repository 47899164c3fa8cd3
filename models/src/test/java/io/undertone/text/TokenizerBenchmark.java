package io.undertone.text;

import io.undertone.Microbenchmark;
import io.undertone.model.Bundle;
import java.nio.file.Path;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Microseconds from a review's text to its token ids. */
public class TokenizerBenchmark extends Microbenchmark {

  private static final int TOKENS_MAX = 1024;

  private static final String ENGLISH =
      "The kettle arrived on Tuesday with a dent in its lid, and the shop sent another one within a "
          + "day. It doesn't whistle, it sings; my neighbour asked twice which bird that was. 9/10.";

  private static final String CHINESE = "水壶周二到的，盖子上有个凹痕，店家第二天就补发了一个。它不叫，它唱歌；邻居问了两次那是什么鸟。九分。";

  /** A bundle that ships, and so its tokenizer. */
  @Param({"reviews-en-lstm", "reviews-zh-gru", "reviews-zh-chars-gru"})
  public String bundle = "";

  @SuppressWarnings("NullAway.Init") // by open
  private Tokenizer tokenizer;

  private String text = "";

  @Setup
  public void open() {
    tokenizer = Tokenizer.of(Bundle.open(Path.of("bundles", bundle)));
    text = bundle.contains("-zh-") ? CHINESE : ENGLISH;
  }

  @Benchmark
  public Tokens tokenize() {
    return tokenizer.tokenize(text, TOKENS_MAX);
  }
}
