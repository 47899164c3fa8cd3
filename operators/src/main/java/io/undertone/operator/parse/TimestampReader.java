package io.undertone.operator.parse;

import com.fasterxml.jackson.core.JsonToken;
import io.undertone.operator.settings.RecordFormat;
import io.undertone.operator.settings.RecordFormat.TimestampUnit;
import io.undertone.operator.settings.TimestampPattern;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.format.DateTimeFormatter;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parses timestamps of a record format: by its pattern, if it has one, and else as {@link
 * Timestamps} does. Code that orders reviews by time has to use this class, so that it agrees with
 * the graph.
 */
public final class TimestampReader {

  /** Seconds since September 2001, and everything that is counted in smaller units. */
  private static final int DIGITS_OF_COUNT_MIN = 10;

  private static final Pattern NUMBER =
      Pattern.compile("[-+]?[0-9]+(\\.[0-9]*)?([eE][-+]?[0-9]{1,3})?");

  /** As tables write whole numbers in a column with gaps. */
  private static final Pattern FRACTION_OF_NOTHING = Pattern.compile("\\.0+$");

  private final TimestampUnit unit;
  private final @Nullable DateTimeFormatter own;

  /** Digits of the longest date, if the pattern consists of digits; else 0. */
  private final int digitsMax;

  public TimestampReader(RecordFormat format) {
    this.unit = format.timestampUnit();
    TimestampPattern pattern = format.timestampPattern();
    this.own = pattern == null ? null : pattern.formatter();
    int digits = pattern == null ? 0 : pattern.digits();
    this.digitsMax = digits == 0 ? 0 : Math.max(digits, DIGITS_OF_COUNT_MIN - 1);
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

  /**
   * Epoch milliseconds from a text; empty if it is no valid timestamp. Blanks around it do not
   * matter. Where the pattern consists of digits, a number of no more digits is a date or nothing:
   * counted, it would be a time of 1970.
   */
  public OptionalLong ofText(String text) {
    OptionalLong read = ofPattern(text);
    String bare = text.strip();
    String day = digitsMax == 0 ? bare : FRACTION_OF_NOTHING.matcher(bare).replaceFirst("");
    if (read.isEmpty() && !day.equals(text)) {
      read = ofPattern(day);
    }
    return read.isPresent() || isOfPattern(bare) ? read : Timestamps.ofText(bare, unit);
  }

  /** Whether a text can only be a date in the pattern, which consists of digits. */
  boolean isOfPattern(String text) {
    return digitsMax > 0
        && text.length() <= Timestamps.CHARACTERS_MAX
        && NUMBER.matcher(text).matches()
        && new BigDecimal(text).abs().compareTo(BigDecimal.TEN.pow(digitsMax)) < 0;
  }

  private OptionalLong ofPattern(String text) {
    if (own == null || text.length() > Timestamps.CHARACTERS_MAX) {
      return OptionalLong.empty();
    }
    try {
      return Timestamps.inBounds(TimestampPattern.read(text, own).toInstant().toEpochMilli());
    } catch (DateTimeException | ArithmeticException e) {
      return OptionalLong.empty();
    }
  }

  /** The same from a number in JSON; a pattern may consist of digits only. */
  public OptionalLong ofNumber(String number) {
    return own == null ? Timestamps.ofNumber(number, unit) : ofText(number);
  }
}
