package io.undertone.job.command;

import io.undertone.job.local.FlinkUri;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** Parses values of the types that options share: numbers, paths, durations. */
final class CommonValues {

  private CommonValues() {}

  /** Registers the parsers with all commands. */
  static void register(CommandLine line) {
    line.registerConverter(Duration.class, new DurationConverter())
        .registerConverter(Path.class, CommonValues::path)
        .registerConverter(int.class, CommonValues::whole)
        .registerConverter(Integer.class, CommonValues::whole)
        .registerConverter(long.class, CommonValues::wholeOf64Bits)
        .registerConverter(Long.class, CommonValues::wholeOf64Bits)
        .registerConverter(double.class, CommonValues::number)
        .registerConverter(Double.class, CommonValues::number);
  }

  /** An empty path, as of a variable that is not set, would be the folder of the command. */
  private static Path path(String value) {
    if (value.isBlank()) {
      throw new TypeConversionException("it is empty; name a file or a folder");
    }
    if (value.length() > 1 && value.startsWith("-")) { // of an option that takes several words
      throw new TypeConversionException(
          "'%s' is no option here; for a file of that name write ./%s".formatted(value, value));
    }
    if (FlinkUri.isOfHome(value)) {
      throw new TypeConversionException(
          "it begins with ~, which a shell replaces only where a word begins; write a blank before"
              + " it, not =, or the whole path");
    }
    return Path.of(value);
  }

  private static int whole(String value) {
    return whole(value, Integer::valueOf, Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  private static long wholeOf64Bits(String value) {
    return whole(value, Long::valueOf, Long.MIN_VALUE, Long.MAX_VALUE);
  }

  private static <N extends Number> N whole(String value, Function<String, N> parse, N min, N max) {
    try {
      return parse.apply(value);
    } catch (NumberFormatException none) {
      throw new TypeConversionException(
          "'%s' is not a whole number from %s to %s".formatted(value, min, max));
    }
  }

  private static double number(String value) {
    try {
      return Double.parseDouble(value);
    } catch (NumberFormatException none) {
      throw new TypeConversionException("'" + value + "' is not a number; write one such as 4.5");
    }
  }
}
