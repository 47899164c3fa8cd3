package io.undertone.operator.parse;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.undertone.operator.settings.RecordFormat;
import io.undertone.operator.settings.RecordFormat.TimestampUnit;
import io.undertone.operator.settings.TimestampPattern;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.format.DateTimeFormatter;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads timestamps as a record format says: by its pattern, where it has one, and what is written
 * otherwise as {@link Timestamps} does. Code that orders reviews by time must read the times here,
 * so that it agrees with the graph.
 */
public final class TimestampReader {

  private final TimestampUnit unit;
  private final @Nullable DateTimeFormatter own;

  public TimestampReader(RecordFormat format) {
    this.unit = format.timestampUnit();
    TimestampPattern pattern = format.timestampPattern();
    this.own = pattern == null ? null : pattern.formatter();
  }

  /**
   * Epoch milliseconds from the JSON value that a parser is at: a number or a text; empty where it
   * is neither, or is no timestamp that is taken.
   *
   * @throws IOException if what the parser reads is no JSON
   */
  OptionalLong of(JsonParser value) throws IOException {
    JsonToken kind = value.currentToken();
    if (kind == JsonToken.VALUE_NUMBER_INT || kind == JsonToken.VALUE_NUMBER_FLOAT) {
      return ofNumber(value.getText());
    }
    return kind == JsonToken.VALUE_STRING ? ofText(value.getText()) : OptionalLong.empty();
  }

  /** Epoch milliseconds from a text; empty where it is no timestamp that is taken. */
  public OptionalLong ofText(String text) {
    if (own != null && text.length() <= Timestamps.CHARACTERS_MAX) {
      try {
        return Timestamps.inBounds(TimestampPattern.read(text, own).toInstant().toEpochMilli());
      } catch (DateTimeException | ArithmeticException e) {
        return Timestamps.ofText(text, unit); // written otherwise
      }
    }
    return Timestamps.ofText(text, unit);
  }

  /** The same from a number as JSON writes it; a pattern may be of digits alone. */
  public OptionalLong ofNumber(String number) {
    return own == null ? Timestamps.ofNumber(number, unit) : ofText(number);
  }
}
