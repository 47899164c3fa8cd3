package io.undertone.operator.parse;

import io.undertone.operator.settings.RecordFormat.TimestampUnit;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.ParsePosition;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * Parses timestamps in the formats that most producers write. Only the years 1 to 9999 are valid,
 * so that adding an idle time never overflows. Stateless.
 *
 * <p>Accepted are:
 *
 * <ul>
 *   <li>numbers, and texts that are numbers, in the unit that is given: whole ones ({@code
 *       1704691163484.0} is whole), and seconds with a fraction ({@code 1704691163.484}). What is
 *       finer is cut to milliseconds, as ISO-8601 fractions are;
 *   <li>ISO-8601: a date; a time with it after {@code T} or a space; an offset with that ({@code
 *       Z}, {@code +05}, {@code +0530}, {@code +05:30}, {@code UTC}, {@code GMT}), with or without
 *       a space before it; a region in brackets behind the offset, where the two agree ({@code
 *       Z[UTC]}); a fraction of a second after a point or a comma. Without an offset it is UTC,
 *       without a time midnight; {@code 24:00} is the midnight that ends the day;
 *   <li>RFC 1123: {@code Mon, 08 Jan 2024 05:19:23 GMT}, with a year of four digits.
 * </ul>
 *
 * <p>Rejected is what is ambiguous: {@code 01 8, 2024}, {@code 8-Jan-24}, {@code 2024/01/08}; texts
 * of 4, 8 or 14 digits that begin with 19 or 20 and so may be dates without separators; a region
 * without an offset or a zone's short name ({@code EST}). So is what is no time: {@code 0000-00-00
 * 00:00:00}, 30 February, a 60th second.
 */
public final class Timestamps {

  static final long EARLIEST = Instant.parse("0001-01-01T00:00:00Z").toEpochMilli();
  static final long LATEST = Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();

  /** No valid timestamp is longer. */
  static final int CHARACTERS_MAX = 64;

  private static final Pattern NUMBER =
      Pattern.compile("-?[0-9]++(?:\\.[0-9]++)?(?:[eE][+-]?[0-9]++)?");

  /** Digits that may also be a date without separators. */
  private static final Pattern PERHAPS_A_DATE =
      Pattern.compile("(?:19|20)[0-9]{2}(?:[0-9]{4}(?:[0-9]{6})?)?");

  /** Java's formatter takes two digits, {@code 24}, for the year 24. */
  private static final int YEAR_OF_FOUR_DIGITS_MIN = 1000;

  /** The last day that no lenient parsing can have changed. */
  private static final int DAY_SURE_MAX = 27;

  private static final DateTimeFormatter RFC_1123 =
      DateTimeFormatter.RFC_1123_DATE_TIME.withResolverStyle(ResolverStyle.STRICT);

  private static final DateTimeFormatter ISO =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .optionalStart()
          .appendPattern("['T'][' ']")
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .appendPattern("[' '][XXX][XX][X]")
          .optionalStart()
          .appendOffset("+HH:MM", "UTC") // no second offset that differs from the first
          .optionalEnd()
          .optionalStart()
          .appendOffset("+HH:MM", "GMT")
          .optionalEnd()
          .appendPattern("['['VV']']")
          .optionalEnd()
          .toFormatter();

  private Timestamps() {}

  /**
   * Epoch milliseconds from a text: a number, ISO-8601 or RFC 1123; empty if it is none of them.
   *
   * @param unit of numbers
   */
  public static OptionalLong ofText(String text, TimestampUnit unit) {
    if (text.isEmpty() || text.length() > CHARACTERS_MAX) {
      return OptionalLong.empty();
    }
    if (NUMBER.matcher(text).matches()) {
      return isCount(text) ? ofNumber(text, unit) : OptionalLong.empty();
    }
    try {
      return inBounds(instant(text).toEpochMilli());
    } catch (DateTimeException | ArithmeticException e) {
      return OptionalLong.empty();
    }
  }

  /** Whether a text is a number, and no date without separators: what it counts is a unit's say. */
  static boolean isCount(String text) {
    return text.length() <= CHARACTERS_MAX
        && NUMBER.matcher(text).matches()
        && !PERHAPS_A_DATE.matcher(text).matches();
  }

  /** Epoch milliseconds from a number as JSON writes it. */
  public static OptionalLong ofNumber(String number, TimestampUnit unit) {
    if (number.length() > CHARACTERS_MAX) {
      return OptionalLong.empty();
    }
    try {
      return inBounds(isWhole(number) ? millis(Long.parseLong(number), unit) : exact(number, unit));
    } catch (NumberFormatException | ArithmeticException e) {
      return OptionalLong.empty(); // a part of a millisecond, or beyond any year
    }
  }

  /** The timestamp, if its year is valid. */
  static OptionalLong inBounds(long timestamp) {
    return timestamp >= EARLIEST && timestamp <= LATEST
        ? OptionalLong.of(timestamp)
        : OptionalLong.empty();
  }

  /** The nearest valid timestamp. */
  static long clamp(long timestamp) {
    return Math.max(EARLIEST, Math.min(LATEST, timestamp));
  }

  private static boolean isWhole(String number) {
    return number.indexOf('.') < 0 && number.indexOf('e') < 0 && number.indexOf('E') < 0;
  }

  private static long millis(long count, TimestampUnit unit) {
    return switch (unit) {
      case S -> Math.multiplyExact(count, 1000L);
      case MS -> count;
      case US -> Math.floorDiv(count, 1000L);
    };
  }

  /** Truncates a fraction of seconds to milliseconds; other units have no fraction. */
  private static long exact(String number, TimestampUnit unit) {
    BigDecimal count = new BigDecimal(number);
    if (Math.abs(count.scale()) > CHARACTERS_MAX) {
      throw new ArithmeticException("an exponent of no time");
    }
    return unit == TimestampUnit.S
        ? count.movePointRight(3).setScale(0, RoundingMode.FLOOR).longValueExact()
        : millis(count.longValueExact(), unit);
  }

  private static Instant instant(String text) {
    if (Character.isLetter(text.charAt(0))) {
      OffsetDateTime read = OffsetDateTime.from(RFC_1123.parse(text));
      if (read.getYear() < YEAR_OF_FOUR_DIGITS_MIN) {
        throw new DateTimeException("a year of two digits");
      }
      return read.toInstant();
    }
    TemporalAccessor read = ISO.parse(text.replace(',', '.'));
    LocalTime time = read.query(TemporalQueries.localTime());
    LocalDate date = LocalDate.from(read);
    requireThere(date, text);
    LocalDateTime local = time == null ? date.atStartOfDay() : date.atTime(time);
    ZoneOffset offset = read.query(TemporalQueries.offset());
    ZoneId region = read.query(TemporalQueries.zoneId());
    if (region != null && (offset == null || !region.getRules().isValidOffset(local, offset))) {
      throw new DateTimeException("a region whose offset is not there, or is another");
    }
    return local.toInstant(offset == null ? ZoneOffset.UTC : offset);
  }

  /**
   * Checks that the date is the one that was written: the formatter changes a day that the month
   * does not have to the last one, or with {@code 24:00} to the first one of the next month.
   */
  private static void requireThere(LocalDate read, String text) {
    if (read.getDayOfMonth() > DAY_SURE_MAX || read.getDayOfMonth() == 1) {
      DateTimeFormatter.ISO_LOCAL_DATE.parse(
          text, new ParsePosition(0)); // the date alone is strict
    }
  }
}
