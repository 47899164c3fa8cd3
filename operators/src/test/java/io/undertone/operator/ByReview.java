package io.undertone.operator;

import io.undertone.event.Sentiment;
import java.util.Comparator;
import java.util.List;

/** Results in the order of their reviews' numbers, since users do not wait for each other. */
public final class ByReview {

  private ByReview() {}

  /** Of reviews that are called r0, r1 and so on. */
  public static List<Sentiment> sorted(List<Sentiment> sentiments) {
    return sentiments.stream().sorted(Comparator.comparingInt(ByReview::number)).toList();
  }

  private static int number(Sentiment sentiment) {
    return Integer.parseInt(sentiment.origin().reviewId().substring(1));
  }
}
