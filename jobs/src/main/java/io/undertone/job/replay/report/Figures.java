package io.undertone.job.replay.report;

import io.undertone.event.Sentiment;
import io.undertone.event.Sentiment.Labelled;
import io.undertone.event.Sentiment.Surprise;
import io.undertone.job.replay.report.Extremes.Extreme;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Accumulates the figures of the page while results are written. Memory is bounded: bins, periods
 * and short lists, each with its own limit. Not thread-safe.
 */
public final class Figures {

  private static final String POSITIVE = "positive";
  private static final long NANOS_PER_MILLISECOND = 1_000_000;

  private final List<String> labels;
  private final LongSupplier nanoTime;
  private final int mood;
  private final Calibration calibration = new Calibration();
  private final PowerOfTwoBins byRemembered = new PowerOfTwoBins();
  private final PowerOfTwoBins byTokens = new PowerOfTwoBins();
  private final Periods periods = new Periods();
  private final Periods progress = new Periods();
  private final Extremes extremes = new Extremes();
  private long untimed;
  private long mistakes;
  private boolean begun;
  private long begin;

  /**
   * @param labels the model's; none for a language model
   */
  public Figures(List<String> labels) {
    this(labels, System::nanoTime);
  }

  Figures(List<String> labels, LongSupplier nanoTime) {
    this.labels = List.copyOf(labels);
    this.nanoTime = nanoTime;
    this.mood = labels.contains(POSITIVE) ? labels.indexOf(POSITIVE) : labels.size() - 1;
  }

  /**
   * Adds a result.
   *
   * @param known whether it has a label that the model knows
   * @return the user's mood in it: the probability of 'positive', or of the last label where there
   *     is none, or the surprise; NaN where a language model read nothing
   */
  public double add(Sentiment sentiment, boolean known) {
    long now = nanoTime.getAsLong();
    begin = begun ? begin : now;
    begun = true;
    progress.add((now - begin) / NANOS_PER_MILLISECOND, 0);
    double value = Double.NaN;
    if (sentiment.answer() instanceof Labelled labelled) {
      value = labelled.probabilities().get(mood);
      addInTime(sentiment, labelled.label().equals(moodLabel()) ? 1 : 0);
      String gold = sentiment.origin().label();
      if (known && gold != null) {
        compare(sentiment, labelled, gold);
      }
    } else if (sentiment.answer() instanceof Surprise surprise && surprise.natsPerToken() != null) {
      value = surprise.natsPerToken();
      addInTime(sentiment, value);
      addBySize(sentiment, value);
      extremes.add(extreme(sentiment, value, null, null));
    }
    return value;
  }

  /** The label whose probability is the mood; null for a language model. */
  @Nullable String moodLabel() {
    return labels.isEmpty() ? null : labels.get(mood);
  }

  /** The reviews that the page names, and whose texts it can show. */
  public List<ReviewName> named() {
    return extremes.most().stream()
        .map(each -> new ReviewName(each.reviewId(), each.userId()))
        .toList();
  }

  Calibration calibration() {
    return calibration;
  }

  PowerOfTwoBins byRemembered() {
    return byRemembered;
  }

  PowerOfTwoBins byTokens() {
    return byTokens;
  }

  Periods periods() {
    return periods;
  }

  Periods progress() {
    return progress;
  }

  Extremes extremes() {
    return extremes;
  }

  /** Reviews without a timestamp. */
  long untimed() {
    return untimed;
  }

  long mistakes() {
    return mistakes;
  }

  private void compare(Sentiment sentiment, Labelled labelled, String gold) {
    boolean right = gold.equals(labelled.label());
    addBySize(sentiment, right ? 1 : 0);
    if (labels.size() == 2) {
      calibration.add(labelled.probabilities().get(mood), gold.equals(moodLabel()));
    } else {
      calibration.add(labelled.score(), right);
    }
    if (!right) {
      mistakes++;
      extremes.add(extreme(sentiment, labelled.score(), labelled.label(), gold));
    }
  }

  /** A row has the timestamp 0 if no row of its user has one. */
  private void addInTime(Sentiment sentiment, double value) {
    if (sentiment.origin().timestamp() == 0) {
      untimed++;
    } else {
      periods.add(sentiment.origin().timestamp(), value);
    }
  }

  private void addBySize(Sentiment sentiment, double value) {
    byRemembered.add(sentiment.remembered(), value);
    byTokens.add(sentiment.tokens(), value);
  }

  private static Extreme extreme(
      Sentiment sentiment, double score, @Nullable String label, @Nullable String gold) {
    return new Extreme(
        sentiment.origin().reviewId(),
        sentiment.origin().userId(),
        score,
        label,
        gold,
        sentiment.remembered(),
        sentiment.tokens());
  }
}
