package io.undertone.job.page;

import io.undertone.cell.Model;
import io.undertone.event.Explanation;
import io.undertone.event.Review;
import io.undertone.event.Sentiment;
import io.undertone.event.TokenizedReview;
import io.undertone.event.UserEvent;
import io.undertone.operator.score.Scoring;
import io.undertone.operator.settings.Remembering.Memory;
import io.undertone.operator.settings.SentimentSettings;
import io.undertone.operator.tokenize.ReviewEncoder;
import java.util.List;

/**
 * The job's model once more, in the shadow of the job: it takes the same events in the same order,
 * so it remembers the same of each user, bit for bit where the job's own answers are reproducible.
 * It predicts what the job would answer to a review that nobody has sent. Thread-safe.
 */
final class ShadowModel implements AutoCloseable {

  private final ReviewEncoder encoder;
  private final ReviewEncoder explaining;
  private final Scoring remembering;
  private final Scoring fresh;
  private boolean closed;

  /** The answers to one review, with its user's memory and without. */
  record Look(Sentiment with, Sentiment without) {}

  /**
   * @param model closed by who opened it
   */
  ShadowModel(Model model, SentimentSettings settings) {
    SentimentSettings explained =
        settings.withExplained(model.manifest().labels().contains(Explanation.LABEL));
    this.encoder = new ReviewEncoder(model, settings.withExplained(false));
    this.explaining = new ReviewEncoder(model, explained);
    this.remembering = Scoring.inHeap(model, explained, ShadowModel::drop);
    this.fresh =
        Scoring.inHeap(
            model, explained.with(settings.remembering().with(Memory.RESET)), ShadowModel::drop);
  }

  /** Takes events as the job does; nothing once it is closed. */
  synchronized void take(List<UserEvent> events) throws Exception {
    if (closed) {
      return;
    }
    remembering.run(
        events.stream()
            .map(event -> event instanceof Review review ? encoder.encode(review) : event)
            .toList());
  }

  /**
   * Predicts the answers to a review, with its user's memory and without; keeps nothing of it.
   *
   * @throws Refusal if it is closed
   */
  synchronized Look look(Review review) throws Exception {
    if (closed) {
      throw new Refusal(503, "the demo is ending: start it again");
    }
    TokenizedReview ids = explaining.encode(review);
    return new Look(remembering.preview(ids), fresh.preview(ids));
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    remembering.close();
    fresh.close();
  }

  /** Drops an answer: the job itself gives those. */
  private static void drop(Sentiment sentiment) {}
}
