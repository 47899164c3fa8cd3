package io.undertone.job.kafka;

import io.undertone.event.RawRecord;
import io.undertone.event.RejectedReview;
import io.undertone.event.Sentiment;
import io.undertone.job.SentimentPipeline;
import io.undertone.job.SentimentPipeline.Results;
import io.undertone.job.chaos.Trap.Place;
import io.undertone.job.chaos.TrappedStep;
import io.undertone.operator.model.ModelSource;
import io.undertone.operator.settings.SentimentSettings;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The live job with a step at each of its ends where traps may lie. */
public final class TrappedJob {

  private TrappedJob() {}

  /** Adds the whole job to an environment. */
  public static void define(
      StreamExecutionEnvironment environment,
      KafkaConfig kafka,
      ExactlyOnce exactlyOnce,
      ModelSource model,
      SentimentSettings settings) {
    KafkaJob job = new KafkaJob(kafka, exactlyOnce);
    DataStream<RawRecord> records = trapped(job.read(environment), Place.RECORDS, RawRecord.TYPE);
    Results results = SentimentPipeline.define(records, job.steps(environment, model, settings));
    job.write(
        new Results(
            trapped(results.sentiments(), Place.RESULTS, Sentiment.TYPE),
            trapped(results.rejected(), Place.REJECTS, RejectedReview.TYPE)),
        model);
  }

  private static <T> DataStream<T> trapped(
      DataStream<T> stream, Place place, TypeInformation<T> type) {
    return stream.map(new TrappedStep<T>(place)).returns(type).uid("trapped-" + place);
  }
}
