package io.undertone.job.command;

import io.undertone.cell.Model;
import io.undertone.event.Review;
import io.undertone.event.Sentiment;
import io.undertone.operator.score.Scoring;
import io.undertone.operator.settings.SentimentSettings;
import io.undertone.operator.tokenize.ReviewEncoder;
import java.util.ArrayList;
import java.util.List;

/** Runs the job's steps without Flink, for classify. Single-threaded. */
final class Classifier implements AutoCloseable {

  private final ReviewEncoder encoder;
  private final Scoring scoring;
  private final List<Sentiment> sentiments = new ArrayList<>();

  Classifier(Model model, SentimentSettings settings) {
    this.encoder = new ReviewEncoder(model, settings);
    this.scoring = Scoring.inHeap(model, settings, sentiments::add);
  }

  /** The sentiments of reviews, in their order. */
  List<Sentiment> classify(List<Review> reviews) throws Exception {
    sentiments.clear();
    scoring.run(reviews.stream().map(encoder::encode).toList());
    return List.copyOf(sentiments);
  }

  @Override
  public void close() {
    scoring.close();
  }
}
