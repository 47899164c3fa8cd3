package io.undertone.event;

import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * A review as it was read.
 *
 * @param text the words; empty is allowed, half a surrogate pair too
 */
@TypeInfo(EventTypeFactory.class)
public record Review(Origin origin, String text) implements ReviewEvent {

  /** Says how long the text is, never the text. */
  @Override
  public String toString() {
    return "Review[" + origin + ", " + text.length() + " characters]";
  }
}
