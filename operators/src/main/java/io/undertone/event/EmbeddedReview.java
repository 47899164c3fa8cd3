package io.undertone.event;

import org.apache.flink.api.common.typeinfo.TypeInfo;
import org.jspecify.annotations.Nullable;

/**
 * A review as the vector that its token cell read out.
 *
 * @param readout [R] the named states of the token cell, one after the other; nobody writes to it
 * @param tokens how many ids were read, {@code <eor>} included
 * @param truncated whether ids were cut off before the {@code <eor>}
 * @param ids [tokens] the ids themselves, where they are kept for a later model; else null. Nobody
 *     writes to them
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
@TypeInfo(EventTypeFactory.class)
public record EmbeddedReview(
    Origin origin, float[] readout, int tokens, boolean truncated, int @Nullable [] ids)
    implements ReviewEvent {

  /** A review whose ids nobody keeps. */
  public EmbeddedReview(Origin origin, float[] readout, int tokens, boolean truncated) {
    this(origin, readout, tokens, truncated, null);
  }
}
