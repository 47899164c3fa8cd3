package io.undertone.event;

import org.apache.flink.api.common.typeinfo.TypeInfo;
import org.jspecify.annotations.Nullable;

/**
 * A review as token ids.
 *
 * @param tokens [T] token ids, the last one {@code <eor>} if the model has one; otherwise there may
 *     be none. Never written to
 * @param truncated whether the text had more ids
 * @param pieces where in the text the ids are, if the score is to be explained; else null
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
