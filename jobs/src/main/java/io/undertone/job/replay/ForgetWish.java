package io.undertone.job.replay;

import com.fasterxml.jackson.core.JsonToken;
import io.undertone.job.replay.RowView.Field;
import java.math.BigDecimal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whether a row asks to forget its user. In CSV there are only texts, and tables write true in more
 * than one way; what says neither true nor false is never taken for a no.
 */
enum ForgetWish {
  NONE,
  FORGET,
  UNREADABLE;

  /** The wish in a field; null and an empty text are none. */
  static ForgetWish of(@Nullable Field field) {
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

  private static ForgetWish ofNumber(@Nullable BigDecimal number) {
    if (number == null) {
      return UNREADABLE;
    }
    return number.signum() == 0
        ? NONE
        : number.compareTo(BigDecimal.ONE) == 0 ? FORGET : UNREADABLE;
  }
}
