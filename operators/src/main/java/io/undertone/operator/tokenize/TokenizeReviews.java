package io.undertone.operator.tokenize;

import io.undertone.event.Review;
import io.undertone.event.TextPieces;
import io.undertone.event.TokenizedReview;
import io.undertone.event.UserEvent;
import io.undertone.operator.ModelLease;
import io.undertone.operator.ModelSource;
import io.undertone.operator.SentimentSettings;
import io.undertone.text.Pieces;
import io.undertone.text.Tokenizer;
import io.undertone.text.Tokens;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes token ids of texts. Knows no net, and nothing of the user. */
public final class TokenizeReviews extends ProcessFunction<UserEvent, UserEvent> {

  private static final Logger LOG = LoggerFactory.getLogger(TokenizeReviews.class);

  private final ModelSource source;
  private final SentimentSettings settings;
  private transient @Nullable ModelLease lease;
  private transient @Nullable Encoding encoding;

  public TokenizeReviews(ModelSource source, SentimentSettings settings) {
    this.source = source;
    this.settings = settings;
  }

  @Override
  public void open(OpenContext context) {
    lease = source.lease(settings.device());
    encoding = Encoding.of(lease, settings, getRuntimeContext().getMetricGroup());
    LOG.info(
        "Tokenizing for {}: at most {} tokens a review",
        lease.model().manifest().id(),
        encoding.tokensMax);
  }

  @Override
  public void processElement(UserEvent event, Context context, Collector<UserEvent> events) {
    events.collect(
        event instanceof Review review ? Objects.requireNonNull(encoding).encode(review) : event);
  }

  @Override
  public void close() {
    if (lease != null) {
      lease.close();
    }
  }

  /** The tokenizer and what it has done. */
  private record Encoding(
      Tokenizer tokenizer, int tokensMax, boolean explained, Counter tokens, Counter truncated) {

    static Encoding of(ModelLease lease, SentimentSettings settings, MetricGroup metrics) {
      int modelsOwn = lease.model().manifest().tokenizer().tokensMax();
      int asked = settings.tokensMax();
      return new Encoding(
          lease.model().tokenizer(),
          asked == SentimentSettings.MODELS_OWN ? modelsOwn : asked,
          settings.explained(),
          metrics.counter("tokens"),
          metrics.counter("truncated"));
    }

    TokenizedReview encode(Review review) {
      Tokens read = tokenizer.tokenize(review.text(), tokensMax);
      tokens.inc(read.ids().length);
      if (read.truncated()) {
        truncated.inc();
      }
      return new TokenizedReview(
          review.origin(),
          read.ids(),
          read.truncated(),
          explained ? pieces(review.text(), read) : null);
    }

    private TextPieces pieces(String text, Tokens read) {
      Pieces pieces = tokenizer.pieces(text, read.ids());
      return new TextPieces(pieces.text(), pieces.ends(), pieces.tokens());
    }
  }
}
