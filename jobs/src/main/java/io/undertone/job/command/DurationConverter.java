package io.undertone.job.command;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Parses durations: {@code 10ms}, {@code 5s}, {@code 2h}, {@code 365d}, {@code 0}. */
final class DurationConverter implements ITypeConverter<Duration> {

  private static final Pattern FORM = Pattern.compile("([0-9]{1,15})(ms|s|min|h|d)");

  @Override
  public Duration convert(String value) {
    Matcher parts = FORM.matcher(value);
    if (value.equals("0")) {
      return Duration.ZERO;
    }
    if (!parts.matches()) {
      throw refuse(value);
    }
    try {
      long millis = Math.multiplyExact(Long.parseLong(parts.group(1)), millisOf(parts.group(2)));
      return Duration.ofMillis(millis);
    } catch (ArithmeticException tooLong) {
      throw refuse(value);
    }
  }

  /** Formats a duration in the largest unit that divides it. */
  static String written(Duration duration) {
    long millis = duration.toMillis();
    return millis == 0
        ? "0"
        : Stream.of("d", "h", "min", "s", "ms")
            .filter(unit -> millis % millisOf(unit) == 0)
            .map(unit -> millis / millisOf(unit) + unit)
            .findFirst()
            .orElseThrow();
  }

  private static long millisOf(String unit) {
    return switch (unit) {
      case "ms" -> 1;
      case "s" -> 1_000;
      case "min" -> 60_000;
      case "h" -> 3_600_000;
      default -> 86_400_000; // d, since the form admits no other
    };
  }

  private static TypeConversionException refuse(String value) {
    return new TypeConversionException(
        "'"
            + value
            + "' is not a duration; write a whole number and ms, s, min, h or d, such as 10ms");
  }
}
