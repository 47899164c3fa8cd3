package io.undertone.event;

/**
 * Why a record is no review. The codes are part of what travels: they may be added to, never
 * renamed.
 */
public enum RejectReason {
  /** A tombstone names its user by the record's key, and there is none, or an empty one. */
  TOMBSTONE_WITHOUT_KEY("tombstone_without_key"),
  /** A tombstone's key is not well-formed UTF-8. */
  KEY_NOT_UTF8("key_not_utf8"),
  /** A tombstone's key is taken as it is, but it is quoted, an object, framed or binary. */
  KEY_NOT_PLAIN("key_not_plain"),
  /** A tombstone's key, read as it was said to be written, names no user. */
  KEY_WITHOUT_USER("key_without_user"),
  /** The value has no bytes, or white space only. */
  VALUE_EMPTY("value_empty"),
  /** The value is not well-formed UTF-8: another encoding, compressed, or binary. */
  NOT_UTF8("not_utf8"),
  /** The value is not one well-formed JSON value. */
  NOT_JSON("not_json"),
  /** The JSON is nested deeper than any review. */
  TOO_DEEP("too_deep"),
  /** The JSON is well-formed, as far as it was read, but no object. */
  NOT_AN_OBJECT("not_an_object"),
  /** The JSON is a string that holds JSON: it was encoded twice. */
  JSON_IN_JSON("json_in_json"),
  /** The value begins with a schema registry's header, and was not said to. */
  REGISTRY_FRAME("registry_frame"),
  /** The value is a change event of Debezium, and was not said to be one. */
  DEBEZIUM_ENVELOPE("debezium_envelope"),
  /** The value is Kafka Connect's schema and payload, and was not said to be. */
  CONNECT_ENVELOPE("connect_envelope"),
  /** The value was said to begin with a schema registry's five bytes, and does not. */
  NOT_A_FRAME("not_a_frame"),
  /** The value was said to be wrapped in an envelope, and is not. */
  NOT_AN_ENVELOPE("not_an_envelope"),
  /** A change event that neither brings a row nor deletes one: a truncate, a message. */
  OPERATION_NOT_READ("operation_not_read"),
  /** A field that matters is there twice, so nobody can say which one holds. */
  FIELD_REPEATED("field_repeated"),
  /** There is no {@code review_id}, or it is null or blank. */
  REVIEW_ID_MISSING("review_id_missing"),
  /** The {@code review_id} is neither a string nor an integer, or holds half a surrogate pair. */
  REVIEW_ID_NOT_TEXT("review_id_not_text"),
  /** There is no {@code user_id}, or it is null or blank. */
  USER_MISSING("user_missing"),
  /** The {@code user_id} is neither a string nor an integer, or holds half a surrogate pair. */
  USER_NOT_TEXT("user_not_text"),
  /** The {@code review_id}, the {@code user_id} or a tombstone's key exceeds the limit. */
  ID_TOO_LONG("id_too_long"),
  /** There is no {@code text}, or it is null. (An empty one is a review.) */
  TEXT_MISSING("text_missing"),
  /** The {@code text} is not a string. */
  TEXT_NOT_TEXT("text_not_text"),
  /** The {@code text} exceeds the limit. */
  TEXT_TOO_LONG("text_too_long"),
  /** The timestamp is neither a number nor a time that is read, or not of the years 1 to 9999. */
  TIMESTAMP_UNREADABLE("timestamp_unreadable");

  private final String code;

  RejectReason(String code) {
    this.code = code;
  }

  /** The reason as it travels: a header's value, a metric's name. */
  public String code() {
    return code;
  }

  /** The reason with this code. */
  public static RejectReason ofCode(String code) {
    for (RejectReason reason : values()) {
      if (reason.code.equals(code)) {
        return reason;
      }
    }
    throw new IllegalArgumentException("No reason to reject has the code '" + code + "'");
  }
}
