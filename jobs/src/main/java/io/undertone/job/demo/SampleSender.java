package io.undertone.job.demo;

import io.undertone.job.JobException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Sends the sample, one record after the other, and keeps the first failure. One thread sends;
 * another may ask for the failure.
 */
final class SampleSender {

  private final String topic;
  private final DemoTally tally;
  private final RejectedRecords rejectedRecords;
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

  /**
   * @param tally told what was sent
   * @param rejectedRecords told at which offset each record is
   */
  SampleSender(String topic, DemoTally tally, RejectedRecords rejectedRecords) {
    this.topic = topic;
    this.tally = tally;
    this.rejectedRecords = rejectedRecords;
  }

  /** Sends all, until it is interrupted. */
  void send(Producer<byte[], byte[]> producer, List<SampleRecord> records, Duration gap) {
    try {
      for (SampleRecord record : records) {
        send(producer, record);
        Thread.sleep(gap.toMillis());
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void send(Producer<byte[], byte[]> producer, SampleRecord record) {
    tally.sent(record);
    var unused =
        producer.send(
            new ProducerRecord<>(topic, null, record.timestamp(), record.key(), record.value()),
            (place, refused) -> {
              if (refused == null) {
                rejectedRecords.stored(record, place.partition(), place.offset());
              } else {
                failed(refused);
              }
            });
  }

  /** Something kept the sample from being sent. */
  void failed(Exception reason) {
    failure.compareAndSet(null, reason);
  }

  /**
   * Returns if nothing has failed so far.
   *
   * @throws JobException with the first failure
   */
  void requireNoFailure() {
    Exception reason = failure.get();
    if (reason != null) {
      throw new JobException(
          "Sending the sample to the topic '" + topic + "'",
          "a broker that takes every record",
          JobException.found(reason),
          "Run it again with --verbose to see what Kafka says.",
          reason);
    }
  }
}
