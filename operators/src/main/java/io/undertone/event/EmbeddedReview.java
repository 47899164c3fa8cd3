package io.undertone.event;

import org.apache.flink.api.common.typeinfo.TypeInfo;
import org.jspecify.annotations.Nullable;

/**
 * A review as a vector: the readout of its token cell.
 *
 * @param readout [R] the token cell's states that the manifest names, concatenated; never written
 *     to
 * @param tokens number of token ids read, {@code <eor>} included
 * @param truncated whether the text had more ids
 * @param ids [tokens] the token ids, if they are kept for a later model; else null. Never written
 *     to
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
@TypeInfo(EventTypeFactory.class)
public record EmbeddedReview(
    Origin origin, float[] readout, int tokens, boolean truncated, int @Nullable [] ids)
    implements ReviewEvent {

  /** A review whose ids are not kept. */
  public EmbeddedReview(Origin origin, float[] readout, int tokens, boolean truncated) {
    this(origin, readout, tokens, truncated, null);
  }
}
