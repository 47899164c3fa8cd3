package io.undertone.event;

import org.apache.flink.api.common.typeinfo.TypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.jspecify.annotations.Nullable;

/**
 * A record as the source read it: any bytes at all.
 *
 * @param key the record's key, or null; never written to
 * @param value the record's value, or null for a tombstone; never written to
 * @param topic a topic of Kafka, or the name of a file
 * @param partition of the topic, or the index of the file
 * @param offset in the partition, or the line in the file
 * @param timestamp of the record, in epoch milliseconds; used if the review has none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
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
}
