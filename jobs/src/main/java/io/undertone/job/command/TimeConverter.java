package io.undertone.job.command;

import io.undertone.operator.parse.Timestamps;
import io.undertone.operator.settings.RecordFormat.TimestampUnit;
import java.time.Instant;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Parses a point in time in the formats of reviews' timestamps; numbers are milliseconds since
 * 1970. A blank value counts as not given, so that an empty variable can stand for it.
 */
final class TimeConverter implements ITypeConverter<Instant> {

  @Override
  @SuppressWarnings("NullAway") // picocli takes null for none
  public @Nullable Instant convert(String value) {
    return value.isBlank() ? null : time(value);
  }

  static Instant time(String value) {
    OptionalLong time = Timestamps.ofText(value, TimestampUnit.MS);
    if (time.isEmpty()) {
      throw new TypeConversionException(
          "'"
              + value
              + "' is not a time; write one such as 2024-05-31, 2024-05-31T18:00:00Z or"
              + " 1717178400000");
    }
    return Instant.ofEpochMilli(time.getAsLong());
  }
}
