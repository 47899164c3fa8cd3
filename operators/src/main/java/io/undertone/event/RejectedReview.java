package io.undertone.event;

import org.apache.flink.api.common.typeinfo.TypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.jspecify.annotations.Nullable;

/**
 * A record that is no review, byte for byte, and why.
 *
 * @param key the record's key, unchanged
 * @param value the record's value, unchanged
 * @param reason to count and sort by
 * @param detail for people: names, lengths, positions; never the user's text
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
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
}
