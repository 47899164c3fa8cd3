package io.undertone.operator.tokenize;

import io.undertone.cell.Model;
import io.undertone.event.Review;
import io.undertone.event.TokenizedReview;
import io.undertone.event.UserEvent;
import io.undertone.model.Manifest;
import io.undertone.operator.deploy.Deployment;
import io.undertone.operator.deploy.ServingOperator;
import io.undertone.operator.model.ModelSource;
import io.undertone.operator.settings.SentimentSettings;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Encodes texts as token ids. Knows neither the net nor the user. */
public final class TokenizeReviews extends ServingOperator<UserEvent, ReviewEncoder> {

  private static final long serialVersionUID = 1L;

  private static final Logger WARNINGS = LoggerFactory.getLogger(TokenizeReviews.class);

  /** So many texts are looked at for an unknown script; more would cost each review some time. */
  static final int FIRST_TEXTS = 100;

  /** Jobs of this process that were warned, with the model that reads. */
  private static final Set<String> WARNED = ConcurrentHashMap.newKeySet();

  private transient @Nullable Counts counts;
  private transient @Nullable ScriptCounts first;

  public TokenizeReviews(ModelSource source, SentimentSettings settings) {
    super(source, settings);
  }

  @Override
  public void open() throws Exception {
    counts = new Counts(getMetricGroup());
    super.open();
  }

  @Override
  public ReviewEncoder open(
      Model model, @Nullable Deployment deployment, @Nullable Manifest before) {
    return new ReviewEncoder(model, settings());
  }

  @Override
  public void use(ReviewEncoder encoder, Model model) {
    LOG.info(
        "Tokenizing for {}: at most {} tokens a review",
        model.manifest().id(),
        encoder.tokensMax());
    first = settings().limits().ofDataset() ? null : new ScriptCounts(model);
  }

  @Override
  protected void process(StreamRecord<UserEvent> element) {
    if (element.getValue() instanceof Review review) {
      if (first != null) {
        note(first, review);
      }
      TokenizedReview read = served().opened().encode(review);
      Objects.requireNonNull(counts).count(read);
      output.collect(element.replace(read));
    } else {
      output.collect(element);
    }
  }

  /** Looks at the script of the first texts; warns once for all subtasks of this process. */
  private void note(ScriptCounts scripts, Review review) {
    scripts.add(review.text());
    if (scripts.texts() < FIRST_TEXTS) {
      return;
    }
    first = null;
    String warning = scripts.warning();
    String job = String.valueOf(getRuntimeContext().getJobInfo().getJobId());
    if (warning != null && WARNED.add(job + " " + scripts.model())) {
      WARNINGS.warn(warning);
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
