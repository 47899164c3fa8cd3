package io.undertone.event;

import java.util.Arrays;
import java.util.Objects;
import org.apache.flink.api.common.typeinfo.TypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.jspecify.annotations.Nullable;

/**
 * A record that is no review, byte for byte, and why.
 *
 * @param key the record's key as it came
 * @param value the record's value as it came
 * @param reason the code to count and sort by
 * @param detail for a person: names, lengths, positions; never the user's text
 */
@SuppressWarnings("ArrayRecordComponent") // equality below compares the contents
@TypeInfo(EventTypeFactory.class)
public record RejectedReview(
    byte @Nullable [] key,
    byte @Nullable [] value,
    RejectReason reason,
    String detail,
    String topic,
    int partition,
    long offset) {

  public static final TypeInformation<RejectedReview> TYPE =
      new EventType<>(RejectedReview.class, new RejectedReviewSerializer());

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RejectedReview that
        && Arrays.equals(key, that.key)
        && Arrays.equals(value, that.value)
        && reason == that.reason
        && detail.equals(that.detail)
        && topic.equals(that.topic)
        && partition == that.partition
        && offset == that.offset;
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        Arrays.hashCode(key), Arrays.hashCode(value), reason, detail, topic, partition, offset);
  }

  /** Says why and where, never what is in the record. */
  @Override
  public String toString() {
    String place = topic + "-" + partition + "@" + offset;
    return "RejectedReview[" + reason.code() + ": " + detail + ", " + place + "]";
  }
}
