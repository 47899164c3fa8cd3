package io.undertone.event;

import java.util.Arrays;
import java.util.Objects;
import org.apache.flink.api.common.typeinfo.TypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.jspecify.annotations.Nullable;

/**
 * A record as the source gave it: any bytes at all.
 *
 * @param key the record's key, or null; nobody writes to it
 * @param value the record's value, or null for a tombstone; nobody writes to it
 * @param topic where it was read: a topic, or a file
 * @param partition which part of it
 * @param offset where in that part: an offset, or a line
 * @param timestamp the record's own, in epoch milliseconds; holds where the review says none
 */
@SuppressWarnings("ArrayRecordComponent") // equality below compares the contents
@TypeInfo(EventTypeFactory.class)
public record RawRecord(
    byte @Nullable [] key,
    byte @Nullable [] value,
    String topic,
    int partition,
    long offset,
    long timestamp) {

  public static final TypeInformation<RawRecord> TYPE =
      new EventType<>(RawRecord.class, new RawRecordSerializer());

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RawRecord that
        && Arrays.equals(key, that.key)
        && Arrays.equals(value, that.value)
        && topic.equals(that.topic)
        && partition == that.partition
        && offset == that.offset
        && timestamp == that.timestamp;
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        Arrays.hashCode(key), Arrays.hashCode(value), topic, partition, offset, timestamp);
  }

  /** Says where the record is and how long, never what is in it. */
  @Override
  public String toString() {
    String length = value == null ? "tombstone" : value.length + " bytes";
    return "RawRecord[" + topic + "-" + partition + "@" + offset + ", " + length + "]";
  }
}
