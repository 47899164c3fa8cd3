package io.undertone.operator.parse;

import io.undertone.event.RejectReason;
import io.undertone.event.UserEvent;

/** The result of parsing a record. */
public sealed interface ParsedRecord {

  /**
   * A review or a tombstone.
   *
   * @param keyDiffers whether the record's key names another user than the review
   * @param dated whether the review has a timestamp of its own
   */
  record Accepted(UserEvent event, boolean keyDiffers, boolean dated) implements ParsedRecord {}

  /**
   * No review and no tombstone.
   *
   * @param detail names, lengths and positions, and what to do; never the user's text
   */
  record Rejected(RejectReason reason, String detail) implements ParsedRecord {}
}
