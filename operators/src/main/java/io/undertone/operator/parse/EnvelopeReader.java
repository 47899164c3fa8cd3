package io.undertone.operator.parse;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.undertone.event.RawRecord;
import io.undertone.event.RejectReason;
import io.undertone.operator.parse.FieldNames.Field;
import io.undertone.operator.parse.ParsedRecord.Rejected;
import io.undertone.operator.settings.RecordFormat.Value;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the review inside an envelope, or the user whom a deleted row forgets. An envelope is a
 * change event of Debezium, bare or as a payload beside its schema, or Kafka Connect's schema and
 * payload. All other fields of the envelope are skipped. An instance reads one record.
 *
 * <p>The forms are those of Debezium's connectors ({@code before}, {@code after}, {@code op}) and
 * of Connect's JsonConverter with {@code schemas.enable}.
 */
final class EnvelopeReader {

  private static final Set<String> PAYLOAD = Set.of("schema", "payload");
  private static final Set<String> CHANGE_EVENT = Set.of("before", "after", "op", "source");
  private static final Set<String> CHANGE_EVENT_OR_PAYLOAD =
      Set.of("before", "after", "op", "source", "schema", "payload");

  private final JsonParser parser;
  private final ParseRules rules;
  private final RawRecord record;
  private final boolean debezium;

  private final Set<String> seen = new HashSet<>();
  private @Nullable ParsedRecord review;
  private @Nullable String userBefore;
  private @Nullable String operation;
  private @Nullable JsonToken payload;

  EnvelopeReader(JsonParser parser, ParseRules rules, RawRecord record) {
    this.parser = parser;
    this.rules = rules;
    this.record = record;
    this.debezium = rules.format().value() == Value.DEBEZIUM;
  }

  /** Reads the envelope that the parser is at, to its end or to the first fault. */
  ParsedRecord read() throws IOException {
    Rejected fault = fields(debezium ? CHANGE_EVENT_OR_PAYLOAD : PAYLOAD);
    if (fault != null) {
      return fault;
    }
    if (payload == JsonToken.VALUE_NULL && seen.contains("schema")) {
      return rules.keys().tombstone(record);
    }
    return debezium ? changed() : payload();
  }

  /** Reads the fields of these names in the current object; each may be there once. */
  private @Nullable Rejected fields(Set<String> names) throws IOException {
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      JsonToken value = parser.nextToken();
      if (names.contains(name)) {
        Rejected fault = seen.add(name) ? field(name, value) : repeated(name);
        if (fault != null) {
          return fault;
        }
      }
      parser.skipChildren();
    }
    return null;
  }

  private @Nullable Rejected field(String name, JsonToken value) throws IOException {
    switch (name) {
      case "before" -> userBefore = value == JsonToken.START_OBJECT ? userIn() : null;
      case "op" -> operation = value == JsonToken.VALUE_STRING ? parser.getText() : null;
      case "after" -> {
        return row();
      }
      case "payload" -> {
        payload = value;
        if (!debezium) {
          return row();
        }
        return value == JsonToken.START_OBJECT ? fields(CHANGE_EVENT) : null;
      }
      default -> {} // schema and source only have to be there
    }
    return null;
  }

  /** Reads the row that the parser is at; returns why it is no review, or null. */
  private @Nullable Rejected row() throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      return parser.currentToken() == JsonToken.VALUE_NULL ? null : noRow();
    }
    review = new ReviewReader(parser, rules, record).read();
    return review instanceof Rejected rejected ? rejected : null;
  }

  /** Debezium's connector for MongoDB writes its rows as texts. */
  private Rejected noRow() throws IOException {
    Rejected fault = RecordReader.noObject(parser, "the row in the envelope");
    return debezium && fault.reason() == RejectReason.JSON_IN_JSON
        ? new Rejected(
            fault.reason(), fault.detail() + ", as MongoDB's ExtractNewDocumentState does")
        : fault;
  }

  /** The user of the row that the parser is at; null if it has none. */
  private @Nullable String userIn() throws IOException {
    String userName = rules.names().of(Field.USER_ID);
    String user = null;
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      parser.nextToken();
      if (name.equals(userName)) {
        FieldValue value = FieldValue.read(parser);
        user = value.isUnavailable() ? null : value.id();
      }
      parser.skipChildren();
    }
    return user;
  }

  private static Rejected repeated(String name) {
    return new Rejected(
        RejectReason.FIELD_REPEATED, name + " of the envelope is there twice: send it once");
  }

  private ParsedRecord changed() {
    boolean event = seen.contains("after") || seen.contains("before") || seen.contains("source");
    if (operation == null || !event) {
      return new Rejected(
          RejectReason.NOT_AN_ENVELOPE,
          "no before, after and op of Debezium: give the --value that fits, json for bare reviews");
    }
    switch (operation) {
      case "c", "u", "r" -> {
        return review != null
            ? review
            : new Rejected(
                RejectReason.OPERATION_NOT_READ,
                "op " + operation + " without a row in after: let the connector send it");
      }
      case "d" -> {
        return gone();
      }
      default -> {
        String found = operation.length() == 1 ? operation : operation.length() + " characters";
        return new Rejected(
            RejectReason.OPERATION_NOT_READ,
            "op is %s, which neither brings nor deletes a row; c, u, r and d are read"
                .formatted(found));
      }
    }
  }

  private ParsedRecord gone() {
    String name = "before." + rules.names().shown(Field.USER_ID);
    Rejected fault =
        userBefore == null ? null : rules.fields().id(name, userBefore, RejectReason.USER_NOT_TEXT);
    return fault != null
        ? fault
        : rules.keys().deleted(record, userBefore, "a delete without a user in before");
  }

  private ParsedRecord payload() {
    return review != null && seen.contains("schema")
        ? review
        : new Rejected(
            RejectReason.NOT_AN_ENVELOPE,
            "no schema and payload of Connect: give the --value that fits, json for bare reviews");
  }
}
