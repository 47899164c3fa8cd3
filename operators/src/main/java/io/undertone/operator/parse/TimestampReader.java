package io.undertone.operator.parse;

import com.fasterxml.jackson.core.JsonToken;
import io.undertone.operator.settings.RecordFormat;
import io.undertone.operator.settings.RecordFormat.TimestampUnit;
import io.undertone.operator.settings.TimestampPattern;
import java.time.DateTimeException;
import java.time.format.DateTimeFormatter;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Parses timestamps of a record format: by its pattern, if it has one, and else as {@link
 * Timestamps} does. Code that orders reviews by time has to use this class, so that it agrees with
 * the graph.
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
   * Epoch milliseconds from a number or a string; empty if it is neither, or no valid timestamp.
   */
  OptionalLong of(FieldValue value) {
    if (value.kind().isNumeric()) {
      return ofNumber(value.text());
    }
    return value.kind() == JsonToken.VALUE_STRING ? ofText(value.text()) : OptionalLong.empty();
  }

  /** Epoch milliseconds from a text; empty if it is no valid timestamp. */
  public OptionalLong ofText(String text) {
    if (own != null && text.length() <= Timestamps.CHARACTERS_MAX) {
      try {
        return Timestamps.inBounds(TimestampPattern.read(text, own).toInstant().toEpochMilli());
      } catch (DateTimeException | ArithmeticException e) {
        return Timestamps.ofText(text, unit); // in another format
      }
    }
    return Timestamps.ofText(text, unit);
  }

  /** The same from a number in JSON; a pattern may consist of digits only. */
  public OptionalLong ofNumber(String number) {
    return own == null ? Timestamps.ofNumber(number, unit) : ofText(number);
  }
}
