package io.undertone.event;

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
 * @param timestamp the record's own, in epoch milliseconds; used if the review has none
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
