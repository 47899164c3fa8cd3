package io.undertone.operator.parse;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.undertone.event.Origin;
import io.undertone.event.RawRecord;
import io.undertone.event.RejectReason;
import io.undertone.event.Review;
import io.undertone.operator.parse.FieldNames.Field;
import io.undertone.operator.parse.FieldNames.Named;
import io.undertone.operator.parse.Reading.Accepted;
import io.undertone.operator.parse.Reading.Rejected;
import io.undertone.operator.settings.RecordFormat.Value;
import java.io.IOException;
import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads the one review of one JSON object, field by field, and stops at the first thing that makes
 * it none. Fields that it does not know it skips; only where it finds no field of a review it says
 * whose envelope they are. Used once.
 */
final class ReviewReader {

  /** Fields without which there is no review. */
  private static final int REQUIRED =
      Field.REVIEW_ID.bit() | Field.USER_ID.bit() | Field.TEXT.bit();

  private final JsonParser parser;
  private final ParseRules rules;
  private final RawRecord record;

  private @Nullable String reviewId;
  private @Nullable String userId;
  private @Nullable String text;
  private @Nullable String label;
  private OptionalLong timestamp = OptionalLong.empty();
  private int seen;
  private int marks;
  private int payloadMarks;
  private @Nullable Rejected rejected;

  ReviewReader(JsonParser parser, ParseRules rules, RawRecord record) {
    this.parser = parser;
    this.rules = rules;
    this.record = record;
  }

  /** Reads the object that the parser is at, to its end or to the first fault. */
  Reading read() throws IOException {
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      JsonToken value = parser.nextToken();
      Named named = rules.names().get(name);
      if (named != null) {
        read(named, value);
      }
      if (rejected != null) {
        return rejected;
      }
      parser.skipChildren();
    }
    return review();
  }

  /** The id that a parser is at: a text, or the digits of an integer; null if it is neither. */
  static @Nullable String idAt(JsonParser parser) throws IOException {
    JsonToken kind = parser.currentToken();
    return kind == JsonToken.VALUE_STRING || kind == JsonToken.VALUE_NUMBER_INT
        ? parser.getText()
        : null;
  }

  /** A kind of JSON value, as a person calls it. */
  static String called(@Nullable JsonToken kind) {
    return kind == null
        ? "nothing"
        : switch (kind) {
          case START_OBJECT -> "an object";
          case START_ARRAY -> "an array";
          case VALUE_STRING -> "a text";
          case VALUE_NUMBER_INT -> "an integer";
          case VALUE_NUMBER_FLOAT -> "a number with a fraction or an exponent";
          case VALUE_TRUE, VALUE_FALSE -> "true or false";
          case VALUE_NULL -> "null";
          default -> "no value";
        };
  }

  private void read(Named named, JsonToken value) throws IOException {
    marks |= named.mark();
    if (named.mark() == FieldNames.PAYLOAD && value == JsonToken.START_OBJECT) {
      lookIntoPayload();
    }
    Field field = named.field();
    if (field == null) {
      return;
    }
    see(field);
    switch (field) {
      case REVIEW_ID -> reviewId = id(field, value, RejectReason.REVIEW_ID_NOT_TEXT);
      case USER_ID -> userId = id(field, value, RejectReason.USER_NOT_TEXT);
      case TEXT -> text = text(value);
      case TIMESTAMP -> timestamp = timestamp(value);
      // A label that is no text is none: it is only compared with.
      case LABEL -> label = value == JsonToken.VALUE_STRING ? parser.getText() : null;
    }
  }

  private void lookIntoPayload() throws IOException {
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      parser.nextToken();
      parser.skipChildren();
      Named named = rules.names().get(name);
      payloadMarks |= named == null ? 0 : named.mark();
    }
  }

  private @Nullable String id(Field field, JsonToken value, RejectReason notText)
      throws IOException {
    String id = idAt(parser);
    if (id != null) {
      reject(rules.fields().id(rules.names().shown(field), id, notText));
    } else if (value != JsonToken.VALUE_NULL) {
      reject(notText, field, " is " + called(value) + ": send a text or an integer");
    }
    return id;
  }

  private @Nullable String text(JsonToken value) throws IOException {
    if (value == JsonToken.VALUE_STRING) {
      String read = parser.getText();
      reject(rules.fields().text(rules.names().shown(Field.TEXT), read));
      return read;
    }
    if (value != JsonToken.VALUE_NULL) {
      reject(
          RejectReason.TEXT_NOT_TEXT, Field.TEXT, " is " + called(value) + ": send a JSON string");
    }
    return null;
  }

  private OptionalLong timestamp(JsonToken value) throws IOException {
    OptionalLong read = Timestamps.of(parser, rules.format().timestampUnit());
    if (read.isEmpty() && value != JsonToken.VALUE_NULL) {
      reject(RejectReason.TIMESTAMP_UNREADABLE, Field.TIMESTAMP, noTime(value));
    }
    return read;
  }

  private String noTime(JsonToken value) throws IOException {
    String unit = rules.format().timestampUnit().name().toLowerCase(Locale.ROOT);
    if (value == JsonToken.VALUE_NUMBER_INT || value == JsonToken.VALUE_NUMBER_FLOAT) {
      return " is no whole millisecond of the years 1 to 9999, read in %s: see --timestamp-unit"
          .formatted(unit);
    }
    String found =
        value == JsonToken.VALUE_STRING
            ? "a text of %d characters that is no time".formatted(parser.getTextLength())
            : called(value);
    return " is %s: send a number of %s, or such as 2026-11-22T01:02:03Z".formatted(found, unit);
  }

  private void see(Field field) {
    if ((seen & field.bit()) != 0) {
      reject(RejectReason.FIELD_REPEATED, field, " is there twice: send it once");
    }
    seen |= field.bit();
  }

  private void reject(RejectReason reason, Field field, String what) {
    reject(new Rejected(reason, rules.names().shown(field) + what));
  }

  /** The first reason holds. */
  private void reject(@Nullable Rejected fault) {
    if (rejected == null) {
      rejected = fault;
    }
  }

  private Reading review() {
    if ((seen & REQUIRED) == 0) {
      Rejected envelope = envelope();
      if (envelope != null) {
        return envelope;
      }
    }
    if (userId == null || userId.isEmpty()) {
      return missing(RejectReason.USER_MISSING, Field.USER_ID);
    }
    if (reviewId == null || reviewId.isEmpty()) {
      return missing(RejectReason.REVIEW_ID_MISSING, Field.REVIEW_ID);
    }
    if (text == null) {
      return missing(RejectReason.TEXT_MISSING, Field.TEXT);
    }
    OptionalLong written =
        timestamp.isPresent() ? timestamp : Timestamps.inBounds(record.timestamp());
    if (written.isEmpty()) {
      return new Rejected(
          RejectReason.TIMESTAMP_UNREADABLE,
          "no timestamp, and the record's own is of no year from 1 to 9999: send one");
    }
    Origin origin = new Origin(reviewId, userId, written.getAsLong(), label);
    boolean keyDiffers = rules.keys().differs(record, userId);
    return new Accepted(new Review(origin, text), keyDiffers, timestamp.isPresent());
  }

  private Rejected missing(RejectReason reason, Field field) {
    String shown = rules.names().shown(field);
    String what = (seen & field.bit()) == 0 ? "no " + shown : shown + " is null or empty";
    return new Rejected(reason, what + ": " + rules.names().remedy(field));
  }

  private @Nullable Rejected envelope() {
    if (FieldNames.isDebezium(marks) || FieldNames.isDebezium(payloadMarks)) {
      return envelope(RejectReason.DEBEZIUM_ENVELOPE, "a change event of Debezium", "debezium");
    }
    return FieldNames.isConnect(marks)
        ? envelope(RejectReason.CONNECT_ENVELOPE, "Kafka Connect's schema and payload", "connect")
        : null;
  }

  private Rejected envelope(RejectReason reason, String what, String option) {
    String remedy =
        rules.format().value() == Value.REGISTRY
            ? " behind a registry's frame: set the converter to plain JSON and give --value "
            : ": give --value ";
    return new Rejected(reason, what + remedy + option);
  }
}
