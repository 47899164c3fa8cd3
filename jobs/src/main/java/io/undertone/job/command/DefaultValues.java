package io.undertone.job.command;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;

/** Formats the defaults in fields as they would be written on the command line. */
final class DefaultValues implements IDefaultValueProvider {

  @Override
  public @Nullable String defaultValue(ArgSpec option) {
    Object value = option.initialValue();
    if (value instanceof Duration duration) {
      return DurationConverter.written(duration);
    }
    return value instanceof Enum<?> choice ? choice.name().toLowerCase(Locale.ROOT) : null;
  }
}
