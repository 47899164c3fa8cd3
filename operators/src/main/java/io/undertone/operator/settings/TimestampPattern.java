package io.undertone.operator.settings;

import java.io.Serializable;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;

/**
 * The format of timestamps that are texts, as a pattern of {@link DateTimeFormatter}: {@code MMMM d
 * yyyy} for {@code October 12 2016}. Names of months and days are English, in upper or lower case.
 * The default time is midnight, the default zone UTC.
 *
 * @param letters with year, month and day at least
 */
public record TimestampPattern(String letters) implements Serializable {

  private static final long serialVersionUID = 1L;

  /** A time whose fields all differ, so that a wrong letter in a pattern shows. */
  private static final ZonedDateTime SAMPLE =
      ZonedDateTime.of(2016, 11, 22, 13, 14, 15, 0, ZoneOffset.UTC);

  public TimestampPattern {
    try {
      requireSame(formatterOf(letters));
    } catch (IllegalArgumentException | DateTimeException refused) {
      throw new IllegalArgumentException(
          "Naming how timestamps are written: expected a pattern of a day, such as MMMM d yyyy or MM/dd/yyyy HH:mm:ss,"
              + " found %s (%s). yyyy is the year, MM the month, dd the day, HH the hour, hh with a one of AM and PM, mm the minute."
                  .formatted(letters, refused.getMessage()),
          refused);
    }
  }

  /** The formatter of the pattern; it is strict about days that do not exist. */
  public DateTimeFormatter formatter() {
    return formatterOf(letters);
  }

  /**
   * Parses a text.
   *
   * @param formatter one of {@link #formatter}
   * @throws DateTimeException if the text does not match, or there is no such time
   */
  public static ZonedDateTime read(String text, DateTimeFormatter formatter) {
    TemporalAccessor read = formatter.parse(text);
    LocalTime time = read.query(TemporalQueries.localTime());
    ZoneId zone = read.query(TemporalQueries.zone());
    return LocalDate.from(read)
        .atTime(time == null ? LocalTime.MIDNIGHT : time)
        .atZone(zone == null ? ZoneOffset.UTC : zone);
  }

  /** How many digits it writes, if it writes nothing else; else 0. */
  public int digits() {
    String written = formatter().format(SAMPLE);
    return written.chars().allMatch(c -> c >= '0' && c <= '9') ? written.length() : 0;
  }

  private static DateTimeFormatter formatterOf(String letters) {
    return new DateTimeFormatterBuilder()
        .parseCaseInsensitive()
        .appendPattern(letters)
        .parseDefaulting(ChronoField.ERA, 1) // else yyyy would name no year
        .toFormatter(Locale.ENGLISH)
        .withResolverStyle(ResolverStyle.STRICT);
  }

  /** Checks that the pattern parses what it formats. */
  private static void requireSame(DateTimeFormatter formatter) {
    String written = formatter.format(SAMPLE);
    ZonedDateTime read = read(written, formatter);
    if (!read.toLocalDate().equals(SAMPLE.toLocalDate())
        || !formatter.format(read).equals(written)) {
      throw new DateTimeException("it would read " + written + " as " + read);
    }
  }
}
