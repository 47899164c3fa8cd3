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
 * How times are written that are texts, in the letters of {@link DateTimeFormatter}: {@code MMMM d
 * yyyy} reads {@code October 12 2016}. Names of months and days are English, in small or capital
 * letters. Without a time it is midnight, without a zone UTC.
 *
 * @param letters with year, month and day at least
 */
public record TimestampPattern(String letters) implements Serializable {

  private static final long serialVersionUID = 1L;

  /** A day and an hour that no two letters of a pattern write alike. */
  private static final ZonedDateTime SAMPLE =
      ZonedDateTime.of(2016, 11, 22, 13, 14, 15, 0, ZoneOffset.UTC);

  public TimestampPattern {
    try {
      requireSame(formatterOf(letters));
    } catch (IllegalArgumentException | DateTimeException refused) {
      throw new IllegalArgumentException(
          "Naming how timestamps are written: expected a pattern of a day, such as MMMM d yyyy or MM/dd/yyyy HH:mm:ss,"
              + " found %s (%s). MM is the month, mm the minute, dd the day, HH the hour, hh with a one of AM and PM."
                  .formatted(letters, refused.getMessage()),
          refused);
    }
  }

  /** Reads and writes times as the pattern says; of a day that is not there it makes no other. */
  public DateTimeFormatter formatter() {
    return formatterOf(letters);
  }

  /**
   * The time that a text says.
   *
   * @param formatter one of {@link #formatter}
   * @throws DateTimeException if the text is written otherwise, or there is no such time
   */
  public static ZonedDateTime read(String text, DateTimeFormatter formatter) {
    TemporalAccessor read = formatter.parse(text);
    LocalTime time = read.query(TemporalQueries.localTime());
    ZoneId zone = read.query(TemporalQueries.zone());
    return LocalDate.from(read)
        .atTime(time == null ? LocalTime.MIDNIGHT : time)
        .atZone(zone == null ? ZoneOffset.UTC : zone);
  }

  private static DateTimeFormatter formatterOf(String letters) {
    return new DateTimeFormatterBuilder()
        .parseCaseInsensitive()
        .appendPattern(letters)
        .parseDefaulting(ChronoField.ERA, 1) // else yyyy would name no year
        .toFormatter(Locale.ENGLISH)
        .withResolverStyle(ResolverStyle.STRICT);
  }

  /** Proves that nothing that the pattern writes is lost when it reads. */
  private static void requireSame(DateTimeFormatter formatter) {
    String written = formatter.format(SAMPLE);
    ZonedDateTime read = read(written, formatter);
    if (!read.toLocalDate().equals(SAMPLE.toLocalDate())
        || !formatter.format(read).equals(written)) {
      throw new DateTimeException("it would read " + written + " as " + read);
    }
  }
}
