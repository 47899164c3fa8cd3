package io.undertone.event;

import java.util.Arrays;
import java.util.Objects;
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
@SuppressWarnings("ArrayRecordComponent") // equality below compares the contents
@TypeInfo(EventTypeFactory.class)
public record TokenizedReview(
    Origin origin, int[] tokens, boolean truncated, @Nullable TextPieces pieces)
    implements UserEvent {

  /** A review that is not explained. */
  public TokenizedReview(Origin origin, int[] tokens, boolean truncated) {
    this(origin, tokens, truncated, null);
  }

  @Override
  public String userId() {
    return origin.userId();
  }

  @Override
  public long timestamp() {
    return origin.timestamp();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TokenizedReview that
        && origin.equals(that.origin)
        && Arrays.equals(tokens, that.tokens)
        && truncated == that.truncated
        && Objects.equals(pieces, that.pieces);
  }

  @Override
  public int hashCode() {
    return Objects.hash(origin, Arrays.hashCode(tokens), truncated, pieces);
  }

  @Override
  public String toString() {
    return "TokenizedReview[" + origin + ", " + tokens.length + " tokens]";
  }
}
