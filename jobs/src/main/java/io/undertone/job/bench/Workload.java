package io.undertone.job.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.undertone.job.dataset.DatasetFile;
import io.undertone.job.demo.Sample;
import io.undertone.text.Tokenizer;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * The reviews of all rows: {@value #COUNT} of them, repeated without end. They are shuffled once,
 * so that any section of them is like any other, and each user's reviews are spread over {@value
 * #SHARES} users, so that no user is in every batch.
 */
final class Workload {

  /** Reviews before they repeat. */
  static final int COUNT = 4096;

  /** Users that each user is split into. */
  static final int SHARES = 64;

  private static final long SEED = 7;

  private final List<UserText> reviews;
  private final List<int[]> tokens;
  private final long tokensSum;

  private Workload(List<UserText> reviews, List<int[]> tokens) {
    this.reviews = reviews;
    this.tokens = tokens;
    this.tokensSum = tokens.stream().mapToLong(ids -> ids.length).sum();
  }

  /** The sample if there are no files, else equally many reviews of each file. */
  static Workload of(List<DatasetFile> files, Tokenizer tokenizer, int tokensMax) {
    List<UserText> given = files.isEmpty() ? sample() : ofFiles(files);
    List<UserText> reviews = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      reviews.add(given.get(i % given.size()));
    }
    Collections.shuffle(reviews, new Random(SEED));
    List<int[]> tokens =
        reviews.stream().map(each -> tokenizer.tokenize(each.text(), tokensMax).ids()).toList();
    return new Workload(reviews, tokens);
  }

  String user(long number) {
    return reviews.get(index(number)).user() + "-" + number % SHARES;
  }

  String text(long number) {
    return reviews.get(index(number)).text();
  }

  int[] tokens(long number) {
    return tokens.get(index(number));
  }

  /** Tokens of all of them, once through. */
  long tokensSum() {
    return tokensSum;
  }

  /** Tokens of a review on average. */
  double tokensMean() {
    return (double) tokensSum / COUNT;
  }

  private static int index(long number) {
    return (int) (number % COUNT);
  }

  private static List<UserText> ofFiles(List<DatasetFile> files) {
    int share = (COUNT + files.size() - 1) / files.size();
    return files.stream().flatMap(file -> UserText.ofFile(file, share).stream()).toList();
  }

  private static List<UserText> sample() {
    List<UserText> texts = new ArrayList<>();
    for (String line : Sample.lines()) {
      try {
        texts.add(UserText.ofLine(line, "nobody"));
      } catch (JsonProcessingException broken) {
        throw new UncheckedIOException("Reading the sample", broken);
      }
    }
    return texts;
  }
}
