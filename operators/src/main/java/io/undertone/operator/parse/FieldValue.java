package io.undertone.operator.parse;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.undertone.operator.settings.RecordFormat.TimestampUnit;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The value of a field. The objects by which MongoDB's Extended JSON writes ids, dates and numbers
 * count as what is in them: {@code {"$oid": "5f…"}}, {@code {"$date": {"$numberLong": "17…"}}}. A
 * number in a date is one of milliseconds, whatever the unit of other numbers.
 *
 * @param kind of a scalar, or the beginning of an object or an array
 * @param text of a string, a number or a boolean; else empty
 */
public record FieldValue(JsonToken kind, String text) {

  private static final FieldValue OBJECT = new FieldValue(JsonToken.START_OBJECT, "");

  /** MongoDB's name around a time: a text, or a number of milliseconds. */
  private static final String DATE = "$date";

  /** Debezium's word for a value that it does not know, unless its configuration names another. */
  private static final String UNAVAILABLE = "__debezium_unavailable_value";

  /** Its names around a value. */
  private static final Set<String> AROUND_A_VALUE = Set.of("$oid", "$uuid", DATE);

  /** MongoDB's names around a number that is written as a text. */
  private static final Map<String, JsonToken> AROUND_DIGITS =
      Map.of(
          "$numberInt", JsonToken.VALUE_NUMBER_INT,
          "$numberLong", JsonToken.VALUE_NUMBER_INT,
          "$numberDouble", JsonToken.VALUE_NUMBER_FLOAT,
          "$numberDecimal", JsonToken.VALUE_NUMBER_FLOAT);

  /** Reads the value that a parser is at; the parser is then at its end. */
  public static FieldValue read(JsonParser parser) throws IOException {
    JsonToken kind = parser.currentToken();
    if (kind != JsonToken.START_OBJECT) {
      String text = kind.isScalarValue() && kind != JsonToken.VALUE_NULL ? parser.getText() : "";
      parser.skipChildren();
      return new FieldValue(kind, text);
    }
    FieldValue only = null;
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      parser.nextToken();
      FieldValue value = read(parser);
      only = only == null ? value.under(name) : OBJECT;
    }
    return only == null ? OBJECT : only;
  }

  /** Whether Debezium writes that the database has not told it the value, as of an update. */
  boolean isUnavailable() {
    return kind == JsonToken.VALUE_STRING && text.equals(UNAVAILABLE);
  }

  /** The id: a text, or the digits of an integer; null if it is neither. */
  @Nullable String id() {
    return kind == JsonToken.VALUE_STRING || kind == JsonToken.VALUE_NUMBER_INT ? text : null;
  }

  /** An object of this name and this value alone. */
  private FieldValue under(String name) {
    JsonToken number = AROUND_DIGITS.get(name);
    if (number != null && kind == JsonToken.VALUE_STRING) {
      return new FieldValue(number, text);
    }
    if (name.equals(DATE) && kind.isNumeric()) {
      return date();
    }
    return AROUND_A_VALUE.contains(name) && kind.isScalarValue() ? this : OBJECT;
  }

  /** The time that this number of milliseconds is, as a text that no unit changes. */
  private FieldValue date() {
    OptionalLong millis = Timestamps.ofNumber(text, TimestampUnit.MS);
    return millis.isEmpty()
        ? OBJECT
        : new FieldValue(
            JsonToken.VALUE_STRING, Instant.ofEpochMilli(millis.getAsLong()).toString());
  }
}
