package io.undertone.job.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.undertone.event.RejectReason;
import io.undertone.event.RejectedReview;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;

class WritersTest {

  private static final byte[] KEY = {0, (byte) 0xFF};
  private static final byte[] VALUE = {(byte) 0xC3, 0x28};

  @Test
  void givesARejectBackByteForByteWithItsReason() {
    ProducerRecord<byte[], byte[]> record =
        write(new RejectedReview(KEY, VALUE, RejectReason.NOT_UTF8, "at byte 0", "reviews", 3, 42));

    assertThat(record.topic()).isEqualTo("rejected-reviews");
    assertThat(record.key()).isEqualTo(KEY);
    assertThat(record.value()).isEqualTo(VALUE);
    assertThat(header(record, "reason")).isEqualTo("not_utf8");
    assertThat(header(record, "detail")).isEqualTo("at byte 0");
    assertThat(header(record, "topic")).isEqualTo("reviews");
    assertThat(header(record, "partition")).isEqualTo("3");
    assertThat(header(record, "offset")).isEqualTo("42");
  }

  @Test
  void givesBackWhatHasNeitherKeyNorValue() {
    ProducerRecord<byte[], byte[]> record =
        write(
            new RejectedReview(
                null, null, RejectReason.TOMBSTONE_WITHOUT_KEY, "no key", "reviews", 0, 0));

    assertThat(record.key()).isNull();
    assertThat(record.value()).isNull();
  }

  private static ProducerRecord<byte[], byte[]> write(RejectedReview rejected) {
    return requireNonNull(
        new RejectedRecordSchema("rejected-reviews").serialize(rejected, new NoContext(), null));
  }

  private static String header(ProducerRecord<byte[], byte[]> record, String name) {
    Header header = record.headers().lastHeader(name);
    return new String(header.value(), UTF_8);
  }
}
