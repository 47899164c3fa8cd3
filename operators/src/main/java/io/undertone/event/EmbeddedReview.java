package io.undertone.event;

import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * A review as the vector that its token cell read out.
 *
 * @param readout [R] the named states of the token cell, one after the other; nobody writes to it
 * @param tokens how many ids were read, {@code <eor>} included
 * @param truncated whether ids were cut off before the {@code <eor>}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
@TypeInfo(EventTypeFactory.class)
public record EmbeddedReview(Origin origin, float[] readout, int tokens, boolean truncated)
    implements ReviewEvent {}
