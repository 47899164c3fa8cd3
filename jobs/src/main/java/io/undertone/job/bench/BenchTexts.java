package io.undertone.job.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.undertone.job.demo.Sample;
import io.undertone.job.replay.DatasetTexts;
import io.undertone.text.Tokenizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The texts that every row works on, and what they are in tokens. They are shuffled once, so that a
 * window of them is like any other.
 *
 * @param texts in the order of work
 * @param tokens ids of each text
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record BenchTexts(List<String> texts, List<int[]> tokens) {

  /** Texts in a round; the sample is repeated up to there. */
  static final int COUNT = 4096;

  private static final long SEED = 7;

  /** The sample, or the first texts of a data set. */
  static BenchTexts of(@Nullable Path dataset, Tokenizer tokenizer, int tokensMax) {
    List<String> given = dataset == null ? sample() : DatasetTexts.of(dataset, COUNT);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      texts.add(given.get(i % given.size()));
    }
    Collections.shuffle(texts, new Random(SEED));
    List<int[]> tokens =
        texts.stream().map(text -> tokenizer.tokenize(text, tokensMax).ids()).toList();
    return new BenchTexts(texts, tokens);
  }

  String text(long number) {
    return texts.get((int) (number % texts.size()));
  }

  int[] tokens(long number) {
    return tokens.get((int) (number % tokens.size()));
  }

  /** Tokens of a text on average. */
  double tokensMean() {
    return tokens.stream().mapToInt(ids -> ids.length).average().orElseThrow();
  }

  private static List<String> sample() {
    return Sample.lines().stream().map(BenchTexts::text).toList();
  }

  private static String text(String line) {
    try {
      JsonNode review = new ObjectMapper().readTree(line);
      return review.path("text").asText();
    } catch (JsonProcessingException broken) {
      throw new IllegalStateException("The sample is damaged", broken);
    }
  }
}
