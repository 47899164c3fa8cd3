package io.undertone.job.kafka;

import io.undertone.event.RawRecord;
import io.undertone.job.SentimentPipeline;
import io.undertone.job.SentimentPipeline.Results;
import io.undertone.operator.SentimentSteps;
import io.undertone.operator.model.ModelSource;
import io.undertone.operator.settings.SentimentSettings;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.serialization.SimpleStringSchema;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The live job: the pipeline between Kafka topics. Demo, bench and tests run the same. */
public final class KafkaJob {

  /** Uid of the source; its state in a savepoint has the offsets. */
  public static final String SOURCE = "reviews-from-kafka";

  private final KafkaConfig kafka;
  private final ExactlyOnce exactlyOnce;
  private final ReadingStart start;
  private final LostResults lost;

  /** A job that may start with empty memories. */
  public KafkaJob(KafkaConfig kafka, ExactlyOnce exactlyOnce) {
    this(kafka, exactlyOnce, ReadingStart.goingOn(MemoryStart.EMPTY), LostResults.FAIL);
  }

  public KafkaJob(
      KafkaConfig kafka, ExactlyOnce exactlyOnce, ReadingStart start, LostResults lost) {
    this.kafka = kafka;
    this.exactlyOnce = exactlyOnce;
    this.start = start;
    this.lost = lost;
  }

  /** Adds the whole job to an environment. */
  public void define(
      StreamExecutionEnvironment environment, ModelSource model, SentimentSettings settings) {
    exactlyOnce.boundCheckpoints(environment, kafka);
    write(SentimentPipeline.define(read(environment), steps(environment, model, settings)), model);
  }

  /** The steps, with a control topic if there is one. */
  SentimentSteps steps(
      StreamExecutionEnvironment environment, ModelSource model, SentimentSettings settings) {
    String topic = kafka.models();
    if (topic == null) {
      return new SentimentSteps(model, settings);
    }
    DataStream<RawRecord> deployments =
        environment
            .fromSource(
                ReviewsSource.ofDeployments(kafka, topic),
                WatermarkStrategy.noWatermarks(),
                "deployments from Kafka")
            .setParallelism(1)
            .uid("deployments-from-kafka");
    return SentimentSteps.deployable(
        model, settings, deployments, answers -> answer(answers, topic));
  }

  /** Writes the outcomes of deployments to the control topic. */
  private void answer(DataStream<String> answers, String topic) {
    KafkaRecordSerializationSchema<String> writer =
        KafkaRecordSerializationSchema.<String>builder()
            .setTopic(topic)
            .setValueSerializationSchema(new SimpleStringSchema())
            .build();
    answers
        .sinkTo(watched(exactlyOnce.sink("models", kafka, writer), topic))
        .setParallelism(1)
        .name("answers to Kafka")
        .uid("answers-to-kafka");
  }

  /** The records of the topic. */
  DataStream<RawRecord> read(StreamExecutionEnvironment environment) {
    return ReviewsSource.read(environment, kafka, start);
  }

  /** Results and rejects to their topics, exactly once. */
  void write(Results results, ModelSource model) {
    SentimentRecordSchema sentiments =
        new SentimentRecordSchema(kafka.sentiments(), model.manifest().labels());
    RejectedRecordSchema rejected = new RejectedRecordSchema(kafka.rejected());
    results
        .sentiments()
        .sinkTo(watched(exactlyOnce.sink("sentiments", kafka, sentiments), kafka.sentiments()))
        .name("sentiments to Kafka")
        .uid("sentiments-to-kafka");
    results
        .rejected()
        .sinkTo(watched(exactlyOnce.sink("rejected", kafka, rejected), kafka.rejected()))
        .name("rejected to Kafka")
        .uid("rejected-to-kafka");
  }

  private <T> Sink<T> watched(KafkaSink<T> sink, String topic) {
    return new LossDetectingSink<>(sink, topic, lost, new TransactionLookup(kafka));
  }
}
