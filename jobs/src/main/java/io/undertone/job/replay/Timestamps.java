package io.undertone.job.replay;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** Reads when a row was written, only to order rows; the graph's parser is the judge of it. */
final class Timestamps {

  private Timestamps() {}

  /** Epoch milliseconds, or 0 where the field is missing or cannot be read. */
  static long epochMillis(@Nullable JsonNode field) {
    if (field == null) {
      return 0;
    }
    return field.isTextual() ? ofText(field.asText()) : field.asLong(0);
  }

  private static long ofText(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant().toEpochMilli();
    } catch (DateTimeException | ArithmeticException unreadable) {
      return 0;
    }
  }
}
