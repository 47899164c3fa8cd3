package io.undertone.operator.parse;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.TemporalAccessor;
import java.util.OptionalLong;

/**
 * Timestamps as producers write them. Only the years 1 to 9999 are taken, so that adding an idle
 * time never overflows. Whoever orders reviews or sets a clock by them reads them here, or he goes
 * by another time than the graph. Stateless.
 */
public final class Timestamps {

  static final long EARLIEST = Instant.parse("0001-01-01T00:00:00Z").toEpochMilli();
  static final long LATEST = Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();

  /** Longer than any timestamp that is taken. */
  static final int CHARACTERS_MAX = 40;

  /** A date; a time with it, after {@code T} or a space; an offset with that. */
  private static final DateTimeFormatter ISO =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .optionalStart()
          .appendPattern("['T'][' ']")
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .appendPattern("[XXX][XX][X]")
          .optionalEnd()
          .toFormatter();

  private Timestamps() {}

  /**
   * Epoch milliseconds from the JSON value that a parser is at: a number or a text; empty where it
   * is neither, or is no timestamp that is taken.
   *
   * @throws IOException if what the parser reads is no JSON
   */
  public static OptionalLong of(JsonParser value) throws IOException {
    JsonToken kind = value.currentToken();
    if (kind == JsonToken.VALUE_NUMBER_INT) {
      return ofNumber(value.getText());
    }
    return kind == JsonToken.VALUE_STRING ? ofText(value.getText()) : OptionalLong.empty();
  }

  /** Epoch milliseconds from the digits of a number. */
  static OptionalLong ofNumber(String digits) {
    if (digits.length() > CHARACTERS_MAX) {
      return OptionalLong.empty();
    }
    try {
      return inBounds(Long.parseLong(digits));
    } catch (NumberFormatException e) {
      return OptionalLong.empty(); // a fraction, an exponent, or beyond any year
    }
  }

  /** Epoch milliseconds from ISO-8601; without an offset it is UTC, without a time midnight. */
  static OptionalLong ofText(String text) {
    if (text.length() > CHARACTERS_MAX) {
      return OptionalLong.empty();
    }
    try {
      return inBounds(instant(text).toEpochMilli());
    } catch (DateTimeException | ArithmeticException e) {
      return OptionalLong.empty();
    }
  }

  /** The timestamp, if its year is taken. */
  static OptionalLong inBounds(long timestamp) {
    return timestamp >= EARLIEST && timestamp <= LATEST
        ? OptionalLong.of(timestamp)
        : OptionalLong.empty();
  }

  /** The nearest timestamp that is taken. */
  static long clamp(long timestamp) {
    return Math.max(EARLIEST, Math.min(LATEST, timestamp));
  }

  private static Instant instant(String text) {
    TemporalAccessor read =
        ISO.parseBest(text, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
    if (read instanceof OffsetDateTime time) {
      return time.toInstant();
    }
    if (read instanceof LocalDateTime time) {
      return time.toInstant(ZoneOffset.UTC);
    }
    return ((LocalDate) read).atStartOfDay(ZoneOffset.UTC).toInstant();
  }
}
