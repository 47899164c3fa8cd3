package io.undertone.operator.embed;

import io.undertone.cell.Model;
import io.undertone.cell.Passage;
import io.undertone.event.EmbeddedReview;
import io.undertone.event.TokenizedReview;
import io.undertone.event.UserEvent;
import io.undertone.model.Manifest;
import io.undertone.model.Scope;
import io.undertone.operator.batch.BatchingOperator;
import io.undertone.operator.batch.PassThrough;
import io.undertone.operator.batch.PendingElement;
import io.undertone.operator.deploy.Deployment;
import io.undertone.operator.model.ModelSource;
import io.undertone.operator.settings.SentimentSettings;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * Runs the token cell over reviews, in batches, and emits each one's readout. Stateless: every
 * review starts fresh. Tokenized reviews pass through unchanged if scoring has to read the ids. A
 * user's reviews leave in the order in which they came.
 */
public final class EmbedReviews extends BatchingOperator<UserEvent, TokenStage> {

  private static final long serialVersionUID = 1L;

  public EmbedReviews(ModelSource source, SentimentSettings settings) {
    super(source, settings);
  }

  /**
   * Whether reviews are embedded here. Scoring reads the ids itself if the token cell remembers
   * users, if scores are explained, and for a language model.
   */
  public static boolean embeds(Manifest manifest, SentimentSettings settings) {
    return manifest.tokenCell().states().stream().allMatch(state -> state.scope() == Scope.REVIEW)
        && !settings.explained()
        && manifest.surprise() == null;
  }

  @Override
  public TokenStage open(Model model, @Nullable Deployment deployment, @Nullable Manifest before) {
    boolean reads = embeds(model.manifest(), settings());
    return new TokenStage(model, settings().batching().engine(), reads);
  }

  @Override
  protected PendingElement admit(UserEvent event, long sent, @Nullable PendingElement last) {
    return event instanceof TokenizedReview review && engine().reads()
        ? new Embedding(review, sent)
        : new PassThrough(event.userId(), () -> emit(event, sent));
  }

  /** With the record's timestamp, from which scoring measures the latency. */
  private void emit(UserEvent event, long sent) {
    output.collect(
        sent == Long.MIN_VALUE ? new StreamRecord<>(event) : new StreamRecord<>(event, sent));
  }

  /** A review on its way through the token cell. */
  private final class Embedding implements PendingElement {

    private final TokenizedReview review;
    private final long sent;
    private final Passage passage;

    Embedding(TokenizedReview review, long sent) {
      this.review = review;
      this.sent = sent;
      this.passage = engine().read(review.tokens());
    }

    @Override
    public String user() {
      return review.userId();
    }

    @Override
    public boolean finished() {
      return passage.finished();
    }

    @Override
    public void leave() {
      float[] readout = engine().readout(passage);
      int[] ids = review.tokens();
      emit(
          new EmbeddedReview(
              review.origin(),
              readout,
              ids.length,
              review.truncated(),
              settings().remembering().rewarmReviews() > 0 ? ids : null),
          sent);
    }
  }
}
