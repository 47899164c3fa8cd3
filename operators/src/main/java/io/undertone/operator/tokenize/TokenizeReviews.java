package io.undertone.operator.tokenize;

import io.undertone.event.Review;
import io.undertone.event.TokenizedReview;
import io.undertone.event.UserEvent;
import io.undertone.operator.model.ModelLease;
import io.undertone.operator.model.ModelSource;
import io.undertone.operator.settings.SentimentSettings;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes token ids of texts. Knows neither the net nor the user. */
public final class TokenizeReviews extends ProcessFunction<UserEvent, UserEvent> {

  private static final Logger LOG = LoggerFactory.getLogger(TokenizeReviews.class);

  private final ModelSource source;
  private final SentimentSettings settings;
  private transient @Nullable ModelLease lease;
  private transient @Nullable ReviewEncoder encoder;
  private transient @Nullable Counts counts;

  public TokenizeReviews(ModelSource source, SentimentSettings settings) {
    this.source = source;
    this.settings = settings;
  }

  @Override
  public void open(OpenContext context) {
    lease = source.lease(settings.device());
    encoder = new ReviewEncoder(lease.model(), settings);
    counts = new Counts(getRuntimeContext().getMetricGroup());
    LOG.info(
        "Tokenizing for {}: at most {} tokens a review",
        lease.model().manifest().id(),
        encoder.tokensMax());
  }

  @Override
  public void processElement(UserEvent event, Context context, Collector<UserEvent> events) {
    if (event instanceof Review review) {
      TokenizedReview read = Objects.requireNonNull(encoder).encode(review);
      Objects.requireNonNull(counts).count(read);
      events.collect(read);
    } else {
      events.collect(event);
    }
  }

  @Override
  public void close() {
    if (lease != null) {
      lease.close();
    }
  }

  /** How many tokens were read, and how many reviews were cut. */
  private record Counts(Counter tokens, Counter truncated) {

    Counts(MetricGroup metrics) {
      this(metrics.counter("tokens"), metrics.counter("truncated"));
    }

    void count(TokenizedReview review) {
      tokens.inc(review.tokens().length);
      if (review.truncated()) {
        truncated.inc();
      }
    }
  }
}
