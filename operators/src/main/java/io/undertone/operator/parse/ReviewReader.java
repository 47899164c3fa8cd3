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
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
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

  /** Digits of a count of nanoseconds since 1970, in any year from 2001 on. */
  private static final Pattern NANOSECONDS = Pattern.compile("[0-9]{19}");

  private static final Map<Field, RejectReason> MISSING =
      Map.of(
          Field.REVIEW_ID, RejectReason.REVIEW_ID_MISSING,
          Field.USER_ID, RejectReason.USER_MISSING,
          Field.TEXT, RejectReason.TEXT_MISSING,
          Field.TIMESTAMP, RejectReason.TIMESTAMP_UNREADABLE);

  private static final String UNAVAILABLE =
      " is what Debezium writes where an update does not bring a value: let the database bring it,"
          + " such as by REPLICA IDENTITY FULL";

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
        read(field, FieldValue.read(parser));
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

  private void read(Field field, FieldValue value) {
    if (!seen.add(field)) {
      reject(RejectReason.FIELD_REPEATED, field, " is there twice: send it once");
    }
    RejectReason unavailable = value.isUnavailable() ? MISSING.get(field) : null;
    if (unavailable != null) {
      reject(unavailable, field, UNAVAILABLE);
      return;
    }
    switch (field) {
      case REVIEW_ID -> reviewId = id(field, value, RejectReason.REVIEW_ID_NOT_TEXT);
      case USER_ID -> userId = id(field, value, RejectReason.USER_NOT_TEXT);
      case TEXT -> text = text(value);
      case TIMESTAMP -> timestamp = timestamp(value);
      // A label that is no text is none: it is only compared with.
      case LABEL -> label = value.kind() == JsonToken.VALUE_STRING ? value.text() : null;
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

  private @Nullable String id(Field field, FieldValue value, RejectReason notText) {
    String id = value.id();
    if (id != null) {
      reject(rules.fields().id(rules.names().shown(field), id, notText));
    } else if (value.kind() != JsonToken.VALUE_NULL) {
      reject(notText, field, " is " + called(value.kind()) + ": send a text or an integer");
    }
    return id;
  }

  private @Nullable String text(FieldValue value) {
    if (value.kind() == JsonToken.VALUE_STRING) {
      reject(rules.fields().text(rules.names().shown(Field.TEXT), value.text()));
      return value.text();
    }
    if (value.kind() != JsonToken.VALUE_NULL) {
      String what = " is " + called(value.kind()) + ": send a JSON string";
      reject(RejectReason.TEXT_NOT_TEXT, Field.TEXT, what);
    }
    return null;
  }

  private OptionalLong timestamp(FieldValue value) {
    OptionalLong read = rules.times().of(value);
    if (read.isEmpty() && value.kind() != JsonToken.VALUE_NULL) {
      reject(RejectReason.TIMESTAMP_UNREADABLE, Field.TIMESTAMP, noTime(value));
    }
    return read;
  }

  private String noTime(FieldValue value) {
    String unit = rules.format().timestampUnit().name().toLowerCase(Locale.ROOT);
    boolean text = value.kind() == JsonToken.VALUE_STRING;
    String bare = value.text().strip();
    if (rules.times().isOfPattern(bare)) {
      return " is a number that --timestamp-format does not fit: name another form, or mend it";
    }
    if (value.kind().isNumeric() || (text && Timestamps.isCount(bare))) {
      String remedy =
          NANOSECONDS.matcher(bare).matches()
              ? "; if it counts nanoseconds, leave out the last six digits"
              : ": see --timestamp-unit";
      return " is no whole millisecond of the years 1 to 9999, read in " + unit + remedy;
    }
    if (text && rules.format().timestampPattern() != null) {
      return " is a text of %d characters that --timestamp-format does not fit: name another form (there dd and MM take two digits, d and M one or two), or mend it"
          .formatted(value.text().length());
    }
    String found =
        text
            ? "a text of %d characters that is no time".formatted(value.text().length())
            : called(value.kind());
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
