package io.undertone.operator.parse;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.undertone.event.ForgetUser;
import io.undertone.event.RawRecord;
import io.undertone.event.Review;
import io.undertone.operator.parse.ParsedRecord.Accepted;
import io.undertone.operator.parse.ParsedRecord.Rejected;
import io.undertone.operator.settings.RecordFormat;
import io.undertone.operator.settings.RecordFormat.TimestampUnit;
import io.undertone.operator.settings.RecordFormat.Value;
import io.undertone.operator.settings.ReviewLimits;
import java.io.ByteArrayOutputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Records of a test, and what came of them in one line of words. */
final class Records {

  static final long OWN_TIME = 1_600_000_000_000L;

  private Records() {}

  static RecordReader reader(Value value, RecordFormat.Key key) {
    return new RecordReader(
        ReviewLimits.defaults(), new RecordFormat(Map.of(), TimestampUnit.MS, value, key));
  }

  static RecordReader reader(Map<String, String> fields) {
    return new RecordReader(
        ReviewLimits.defaults(),
        new RecordFormat(fields, TimestampUnit.MS, Value.JSON, RecordFormat.Key.TEXT));
  }

  static RecordReader reader(TimestampUnit unit) {
    return new RecordReader(
        ReviewLimits.defaults(),
        new RecordFormat(Map.of(), unit, Value.JSON, RecordFormat.Key.TEXT));
  }

  static RawRecord of(byte @Nullable [] key, byte @Nullable [] value) {
    return new RawRecord(key, value, "reviews", 0, 0, OWN_TIME);
  }

  /** A record of JSON with single quotes for double ones. */
  static RawRecord of(@Nullable String key, @Nullable String value) {
    return of(key == null ? null : bytes(key), value == null ? null : bytes(value));
  }

  static byte[] bytes(String singleQuoted) {
    return singleQuoted.replace('\'', '"').getBytes(UTF_8);
  }

  /** The bytes behind a registry's zero and a schema's id. */
  static byte[] framed(int schema, byte[] bytes) {
    ByteArrayOutputStream framed = new ByteArrayOutputStream();
    for (int shift = 32; shift >= 0; shift -= 8) {
      framed.write(shift == 32 ? 0 : schema >>> shift);
    }
    framed.writeBytes(bytes);
    return framed.toByteArray();
  }

  /** {@code review r1 of ann @1704691163484}, {@code forget ann}, or {@code code: detail}. */
  static String told(ParsedRecord reading) {
    if (reading instanceof Rejected rejected) {
      return rejected.reason().code() + ": " + rejected.detail();
    }
    Accepted accepted = (Accepted) reading;
    if (accepted.event() instanceof ForgetUser forget) {
      return "forget " + forget.userId();
    }
    Review review = (Review) accepted.event();
    String time = accepted.dated() ? String.valueOf(review.timestamp()) : "the record's time";
    return "review %s of %s @%s".formatted(review.origin().reviewId(), review.userId(), time);
  }
}
