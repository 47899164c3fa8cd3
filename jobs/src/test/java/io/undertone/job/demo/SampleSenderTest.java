package io.undertone.job.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.undertone.job.JobException;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** Kafka's own fake of a producer plays the broker. */
class SampleSenderTest {

  private static final List<SampleRecord> THREE = Sample.records().subList(0, 3);

  private final MockProducer<byte[], byte[]> producer =
      new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
  private final SampleSender sender =
      new SampleSender("reviews", new DemoTally(), new RejectedRecords());

  @Test
  void sendsAllInOrder() {
    sender.send(producer, THREE, Duration.ZERO);
    producer.completeNext();

    assertThat(producer.history())
        .extracting(sent -> sent.timestamp())
        .containsExactlyElementsOf(THREE.stream().map(SampleRecord::timestamp).toList());
    sender.requireNoFailure();
  }

  @Test
  void keepsTheFirstFailureToSend() {
    sender.send(producer, THREE, Duration.ZERO);
    producer.errorNext(new RecordTooLargeException("one byte too many"));
    producer.errorNext(new TimeoutException("nobody answers"));

    assertThatThrownBy(sender::requireNoFailure)
        .isInstanceOf(JobException.class)
        .hasMessage(
            "Sending the sample to the topic 'reviews': expected a broker that takes every record,"
                + " found this: one byte too many. Run it again with --verbose to see what Kafka"
                + " says.")
        .hasCauseInstanceOf(RecordTooLargeException.class);
  }
}
