package io.undertone.job.command;

import io.undertone.operator.settings.Answering;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Parses the time from which reviews are answered, or {@code latest}, which is now. */
final class AnsweringConverter implements ITypeConverter<Answering> {

  private static final String LATEST = "latest";

  /** A blank value counts as not given, so that an empty variable can stand for it. */
  @Override
  @SuppressWarnings("NullAway") // picocli takes null for none
  public @Nullable Answering convert(String value) {
    if (value.isBlank()) {
      return null;
    }
    boolean latest = value.equalsIgnoreCase(LATEST);
    return new Answering(
        latest ? System.currentTimeMillis() : time(value), latest, Answering.BEFORE_ALL);
  }

  private static long time(String value) {
    try {
      return TimeConverter.time(value).toEpochMilli();
    } catch (TypeConversionException refused) {
      throw new TypeConversionException(refused.getMessage() + ", or latest");
    }
  }
}
