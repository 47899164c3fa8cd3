package io.undertone.event;

import java.util.Arrays;
import java.util.Objects;
import org.apache.flink.api.common.typeinfo.TypeInfo;
import org.jspecify.annotations.Nullable;

/**
 * A review as the vector that its token cell read out.
 *
 * @param readout [R] the named states of the token cell, one after the other; nobody writes to it
 * @param tokens how many ids were read, {@code <eor>} included
 * @param truncated whether ids were cut off before the {@code <eor>}
 */
@SuppressWarnings("ArrayRecordComponent") // equality below compares the contents
@TypeInfo(EventTypeFactory.class)
public record EmbeddedReview(Origin origin, float[] readout, int tokens, boolean truncated)
    implements UserEvent {

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
    return other instanceof EmbeddedReview that
        && origin.equals(that.origin)
        && Arrays.equals(readout, that.readout)
        && tokens == that.tokens
        && truncated == that.truncated;
  }

  @Override
  public int hashCode() {
    return Objects.hash(origin, Arrays.hashCode(readout), tokens, truncated);
  }

  @Override
  public String toString() {
    return "EmbeddedReview[" + origin + ", " + tokens + " tokens, " + readout.length + " floats]";
  }
}
