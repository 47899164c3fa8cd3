package io.undertone.operator.parse;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.undertone.event.Origin;
import io.undertone.event.RawRecord;
import io.undertone.event.RejectReason;
import io.undertone.event.Review;
import io.undertone.operator.ReviewLimits;
import io.undertone.operator.parse.Reading.Accepted;
import io.undertone.operator.parse.Reading.Rejected;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads the one review of one JSON document, field by field, and stops at the first thing that
 * makes it none. Fields that it does not know it skips. Used once.
 */
final class ReviewReader {

  private final JsonParser parser;
  private final ReviewLimits limits;
  private final RawRecord record;

  private @Nullable String reviewId;
  private @Nullable String userId;
  private @Nullable String text;
  private @Nullable String label;
  private OptionalLong timestamp = OptionalLong.empty();
  private int seen;
  private @Nullable Rejected rejected;

  ReviewReader(JsonParser parser, ReviewLimits limits, RawRecord record) {
    this.parser = parser;
    this.limits = limits;
    this.record = record;
  }

  Reading read() throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      return new Rejected(
          RejectReason.NOT_AN_OBJECT, "the JSON begins with " + parser.currentToken());
    }
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      readField(name);
      if (rejected != null) {
        return rejected;
      }
    }
    if (parser.nextToken() != null) {
      return new Rejected(RejectReason.NOT_JSON, "something follows the object");
    }
    return review();
  }

  private void readField(String name) throws IOException {
    JsonToken value = parser.nextToken();
    switch (name) {
      case "review_id" -> reviewId = id(1, name, value, RejectReason.REVIEW_ID_NOT_TEXT);
      case "user_id" -> userId = id(2, name, value, RejectReason.USER_NOT_TEXT);
      case "text" -> text = text(value);
      case "timestamp" -> timestamp = timestamp(value);
      case "label" -> label = limits.labels() ? label(value) : skip();
      default -> skip();
    }
  }

  private @Nullable String id(int bit, String name, JsonToken value, RejectReason notText)
      throws IOException {
    String id = string(bit, name, value, notText);
    if (id == null) {
      return null;
    }
    if (Utf8.isLongerThan(limits.idBytesMax(), id)) {
      String detail = "%s of %d bytes, at most %d are taken";
      reject(
          RejectReason.ID_TOO_LONG, detail.formatted(name, Utf8.length(id), limits.idBytesMax()));
    } else if (Utf8.hasLoneSurrogate(id)) {
      reject(notText, name + " holds half a surrogate pair");
    }
    return id;
  }

  private @Nullable String text(JsonToken value) throws IOException {
    String read = string(4, "text", value, RejectReason.TEXT_NOT_TEXT);
    if (read != null && Utf8.isLongerThan(limits.textBytesMax(), read)) {
      String detail = "text of %d bytes, at most %d are taken";
      reject(
          RejectReason.TEXT_TOO_LONG, detail.formatted(Utf8.length(read), limits.textBytesMax()));
    }
    return read;
  }

  private OptionalLong timestamp(JsonToken value) throws IOException {
    see(8, "timestamp");
    OptionalLong read = Timestamps.of(parser);
    if (read.isEmpty() && value != JsonToken.VALUE_NULL) {
      reject(RejectReason.TIMESTAMP_UNREADABLE, "neither epoch milliseconds nor ISO-8601");
    }
    return read;
  }

  /** A label that is no text is none: it is only compared with. */
  private @Nullable String label(JsonToken value) throws IOException {
    see(16, "label");
    if (value == JsonToken.VALUE_STRING) {
      return parser.getText();
    }
    return skip();
  }

  private @Nullable String string(int bit, String name, JsonToken value, RejectReason notText)
      throws IOException {
    see(bit, name);
    if (value == JsonToken.VALUE_STRING) {
      return parser.getText();
    }
    if (value != JsonToken.VALUE_NULL) {
      reject(notText, name + " is " + value);
    }
    return null;
  }

  private @Nullable String skip() throws IOException {
    parser.skipChildren();
    return null;
  }

  private void see(int bit, String name) {
    if ((seen & bit) != 0) {
      reject(RejectReason.FIELD_REPEATED, name + " is there twice");
    }
    seen |= bit;
  }

  /** The first reason holds. */
  private void reject(RejectReason reason, String detail) {
    if (rejected == null) {
      rejected = new Rejected(reason, detail);
    }
  }

  private Reading review() {
    if (userId == null || userId.isEmpty()) {
      return new Rejected(RejectReason.USER_MISSING, "no user_id");
    }
    if (reviewId == null || reviewId.isEmpty()) {
      return new Rejected(RejectReason.REVIEW_ID_MISSING, "no review_id");
    }
    if (text == null) {
      return new Rejected(RejectReason.TEXT_MISSING, "no text");
    }
    OptionalLong written =
        timestamp.isPresent() ? timestamp : Timestamps.inBounds(record.timestamp());
    if (written.isEmpty()) {
      return new Rejected(
          RejectReason.TIMESTAMP_UNREADABLE, "no timestamp, and the record's own is of no year");
    }
    Origin origin = new Origin(reviewId, userId, written.getAsLong(), label);
    return new Accepted(new Review(origin, text), keyDiffers(userId));
  }

  private boolean keyDiffers(String user) {
    byte[] key = record.key();
    return key != null && !Arrays.equals(key, user.getBytes(StandardCharsets.UTF_8));
  }
}
