package io.undertone.operator.parse;

import io.undertone.event.RejectReason;
import io.undertone.event.UserEvent;

/** What came of reading a record. */
public sealed interface ParsedRecord {

  /**
   * A review or a tombstone.
   *
   * @param keyDiffers whether the record's key names someone else than the review does
   * @param dated whether the review brought its own timestamp
   */
  record Accepted(UserEvent event, boolean keyDiffers, boolean dated) implements ParsedRecord {}

  /**
   * Neither.
   *
   * @param detail names, lengths and positions, and what to do; never what the user wrote
   */
  record Rejected(RejectReason reason, String detail) implements ParsedRecord {}
}
