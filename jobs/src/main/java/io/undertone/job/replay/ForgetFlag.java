package io.undertone.job.replay;

import com.fasterxml.jackson.core.JsonToken;
import io.undertone.job.replay.JsonRow.Field;
import java.math.BigDecimal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whether a row asks to forget its user. CSV has only strings, and tools write booleans in several
 * ways; what is neither true nor false is unreadable, and never taken for false.
 */
enum ForgetFlag {
  NONE,
  FORGET,
  UNREADABLE;

  /** The flag in a field; null and an empty string are none. */
  static ForgetFlag of(@Nullable Field field) {
    if (field == null) {
      return NONE;
    }
    if (field.kind() == JsonToken.START_OBJECT || field.kind() == JsonToken.START_ARRAY) {
      return UNREADABLE;
    }
    return switch (field.text().strip().toLowerCase(Locale.ROOT)) {
      case "true" -> FORGET;
      case "false", "" -> NONE;
      default -> ofNumber(field.number());
    };
  }

  private static ForgetFlag ofNumber(@Nullable BigDecimal number) {
    if (number == null) {
      return UNREADABLE;
    }
    return number.signum() == 0
        ? NONE
        : number.compareTo(BigDecimal.ONE) == 0 ? FORGET : UNREADABLE;
  }
}
