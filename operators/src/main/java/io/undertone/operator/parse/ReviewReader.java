package io.undertone.operator.parse;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.undertone.event.Origin;
import io.undertone.event.RawRecord;
import io.undertone.event.RejectReason;
import io.undertone.event.Review;
import io.undertone.operator.parse.FieldNames.Field;
import io.undertone.operator.parse.ParsedRecord.Accepted;
import io.undertone.operator.parse.ParsedRecord.Rejected;
import io.undertone.operator.settings.RecordFormat.Value;
import java.io.IOException;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the one review of one JSON object, field by field, and stops at the first thing that makes
 * it none. It skips fields that it does not know. A row that Debezium flattened and that says it is
 * deleted forgets its user. If it finds no field of a review, it says which envelope this may be.
 * Used once.
 */
final class ReviewReader {

  /** Fields without which there is no review. */
  private static final Set<Field> REQUIRED =
      Collections.unmodifiableSet(EnumSet.of(Field.REVIEW_ID, Field.USER_ID, Field.TEXT));

  private final JsonParser parser;
  private final ParseRules rules;
  private final RawRecord record;

  private @Nullable String reviewId;
  private @Nullable String userId;
  private @Nullable String text;
  private @Nullable String label;
  private OptionalLong timestamp = OptionalLong.empty();
  private final Set<Field> seen = EnumSet.noneOf(Field.class);

  /** The names of an envelope that were found. */
  private final Set<String> envelope = new HashSet<>();

  private final FieldsInside inside;

  private boolean deleted;
  private @Nullable Rejected rejected;

  ReviewReader(JsonParser parser, ParseRules rules, RawRecord record) {
    this.parser = parser;
    this.rules = rules;
    this.record = record;
    this.inside = new FieldsInside(rules.names());
  }

  /** Reads the object that the parser is at, to its end or to the first fault. */
  ParsedRecord read() throws IOException {
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      JsonToken value = parser.nextToken();
      Field field = rules.names().get(name);
      if (field != null) {
        read(field, value);
      } else if (rules.names().isOfEnvelope(name)) {
        readEnvelope(name, value);
      } else if (value.isStructStart()) {
        inside.read(name, parser);
      } else if (value == JsonToken.VALUE_STRING && seen.isEmpty()) {
        inside.text(name, parser.getText());
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

  private void read(Field field, JsonToken value) throws IOException {
    if (!seen.add(field)) {
      reject(RejectReason.FIELD_REPEATED, field, " is there twice: send it once");
    }
    switch (field) {
      case REVIEW_ID -> reviewId = id(field, value, RejectReason.REVIEW_ID_NOT_TEXT);
      case USER_ID -> userId = id(field, value, RejectReason.USER_NOT_TEXT);
      case TEXT -> text = text(value);
      case TIMESTAMP -> timestamp = timestamp(value);
      // A label that is no text is none: it is only compared with.
      case LABEL -> label = value == JsonToken.VALUE_STRING ? parser.getText() : null;
    }
  }

  private void readEnvelope(String name, JsonToken value) throws IOException {
    if (name.equals(FieldNames.DELETED)) {
      deleted |= isTrue(value);
      return;
    }
    envelope.add(name);
    if (value == JsonToken.VALUE_STRING) {
      inside.text(name, parser.getText());
    } else {
      inside.read(name, parser);
    }
  }

  /** Debezium writes it as a text. */
  private boolean isTrue(JsonToken value) throws IOException {
    return value == JsonToken.VALUE_TRUE
        || (value == JsonToken.VALUE_STRING && parser.getText().equalsIgnoreCase("true"));
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
    OptionalLong read = rules.times().of(parser);
    if (read.isEmpty() && value != JsonToken.VALUE_NULL) {
      reject(RejectReason.TIMESTAMP_UNREADABLE, Field.TIMESTAMP, noTime(value));
    }
    return read;
  }

  private String noTime(JsonToken value) throws IOException {
    String unit = rules.format().timestampUnit().name().toLowerCase(Locale.ROOT);
    if (value.isNumeric()
        || (value == JsonToken.VALUE_STRING && Timestamps.isCount(parser.getText()))) {
      return " is no whole millisecond of the years 1 to 9999, read in %s: see --timestamp-unit"
          .formatted(unit);
    }
    String found =
        value == JsonToken.VALUE_STRING
            ? "a text of %d characters that is no time".formatted(parser.getTextLength())
            : called(value);
    return " is %s: send a number of %s, or such as 2026-11-22T01:02:03Z, or name its form by --timestamp-format"
        .formatted(found, unit);
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

  private ParsedRecord review() {
    if (deleted) {
      String nobody = "a row with " + FieldNames.DELETED + " and no user";
      return rules.keys().deleted(record, userId, nobody);
    }
    if (Collections.disjoint(seen, REQUIRED)) {
      Rejected envelope = envelope();
      if (envelope != null) {
        return envelope;
      }
    }
    if (userId == null || FieldRules.isBlank(userId)) {
      return missing(RejectReason.USER_MISSING, Field.USER_ID);
    }
    if (reviewId == null || FieldRules.isBlank(reviewId)) {
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
    String place = seen.contains(field) ? null : inside.place(field);
    if (place != null) {
      return new Rejected(reason, "no " + shown + place);
    }
    String what = !seen.contains(field) ? "no " + shown : shown + " is null or blank";
    return new Rejected(reason, what + ": " + rules.names().remedy(field));
  }

  private @Nullable Rejected envelope() {
    if (FieldNames.isDebezium(envelope) || FieldNames.isDebezium(inside.ofEnvelopeInPayload())) {
      return envelope(RejectReason.DEBEZIUM_ENVELOPE, "a change event of Debezium", "debezium");
    }
    return FieldNames.isConnect(envelope)
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
