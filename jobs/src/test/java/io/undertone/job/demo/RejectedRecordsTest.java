package io.undertone.job.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.undertone.job.demo.RejectedRecords.Reject;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class RejectedRecordsTest {

  private final RejectedRecords places = new RejectedRecords();
  private final SampleRecord broken = Sample.records().get(0);

  @Test
  void findsTheRecordThatWasRejected() {
    places.stored(broken, 1, 42);
    places.rejected(reject("1", "42"));

    assertThat(places.takeKnown()).containsExactly(new Reject(broken, "not_json", "near byte 3"));
    assertThat(places.takeKnown()).isEmpty();
  }

  @Test
  void keepsARejectUntilItsPlaceIsKnown() {
    places.rejected(reject("1", "42"));
    assertThat(places.takeKnown()).isEmpty();

    places.stored(broken, 1, 42);
    assertThat(places.takeKnown()).extracting(Reject::record).containsExactly(broken);
  }

  private static ConsumerRecord<byte[], byte[]> reject(String partition, String offset) {
    ConsumerRecord<byte[], byte[]> answer =
        new ConsumerRecord<>("rejected", 0, 0, new byte[0], new byte[0]);
    answer.headers().add("reason", "not_json".getBytes(UTF_8));
    answer.headers().add("detail", "near byte 3".getBytes(UTF_8));
    answer.headers().add("partition", partition.getBytes(UTF_8));
    answer.headers().add("offset", offset.getBytes(UTF_8));
    return answer;
  }
}
