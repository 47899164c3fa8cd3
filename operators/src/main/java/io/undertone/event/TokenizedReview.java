package io.undertone.event;

import org.apache.flink.api.common.typeinfo.TypeInfo;
import org.jspecify.annotations.Nullable;

/**
 * A review as token ids.
 *
 * @param tokens [T] token ids, the last one {@code <eor>} where the model has one: else there may
 *     be none. Nobody writes to them
 * @param truncated whether ids were cut off before the {@code <eor>}
 * @param pieces where in the text the ids stand, if the review is to be explained; else null
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
@TypeInfo(EventTypeFactory.class)
public record TokenizedReview(
    Origin origin, int[] tokens, boolean truncated, @Nullable TextPieces pieces)
    implements ReviewEvent {

  /** A review that is not explained. */
  public TokenizedReview(Origin origin, int[] tokens, boolean truncated) {
    this(origin, tokens, truncated, null);
  }
}
