package io.undertone.job;

import io.undertone.event.RawRecord;
import io.undertone.event.RejectedReview;
import io.undertone.event.Sentiment;
import io.undertone.event.UserEvent;
import io.undertone.operator.SentimentSteps;
import io.undertone.operator.model.ModelSource;
import io.undertone.operator.settings.SentimentSettings;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * The graph of every job, live, in replay and in SQL: one line per step. It knows neither where the
 * records come from nor where the results go. Each step sets its own name and uid, so a savepoint
 * of one command fits another.
 */
public final class SentimentPipeline {

  private SentimentPipeline() {}

  /**
   * Defines the steps between records and results.
   *
   * @param records in the order of each user's reviews; a user's records all in one subtask
   */
  public static Results define(
      DataStream<RawRecord> records, ModelSource model, SentimentSettings settings) {
    return define(records, new SentimentSteps(model, settings));
  }

  /** The same, with given steps. */
  public static Results define(DataStream<RawRecord> records, SentimentSteps steps) {
    SingleOutputStreamOperator<UserEvent> reviews = steps.parse(records);
    DataStream<UserEvent> ids = steps.tokenize(reviews);
    DataStream<UserEvent> vectors = steps.embed(ids);
    DataStream<Sentiment> sentiments = steps.score(vectors);
    return new Results(sentiments, reviews.getSideOutput(SentimentSteps.REJECTED));
  }

  /**
   * The output streams.
   *
   * @param sentiments one for each review, in order within a user
   * @param rejected the records that were no reviews
   */
  public record Results(DataStream<Sentiment> sentiments, DataStream<RejectedReview> rejected) {}
}
