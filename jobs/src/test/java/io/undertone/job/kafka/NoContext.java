package io.undertone.job.kafka;

import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema.KafkaSinkContext;

/** A sink that says nothing of itself. */
final class NoContext implements KafkaSinkContext {

  @Override
  public int getParallelInstanceId() {
    return 0;
  }

  @Override
  public int getNumberOfParallelInstances() {
    return 1;
  }

  @Override
  public int[] getPartitionsForTopic(String topic) {
    return new int[0];
  }
}
