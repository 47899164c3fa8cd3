package io.undertone.job.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonToken;
import io.undertone.event.ForgetUser;
import io.undertone.event.RawRecord;
import io.undertone.event.RejectReason;
import io.undertone.event.UserEvent;
import io.undertone.job.replay.DatasetRow.Time;
import io.undertone.job.replay.RowView.Field;
import io.undertone.operator.parse.ParsedRecord;
import io.undertone.operator.parse.ParsedRecord.Accepted;
import io.undertone.operator.parse.ParsedRecord.Rejected;
import io.undertone.operator.parse.RecordReader;
import io.undertone.operator.parse.Timestamps;
import io.undertone.operator.settings.RecordFormat;
import io.undertone.operator.settings.ReviewLimits;
import java.math.BigDecimal;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns rows of data sets into records as they would lie on the topic: fills in missing ids, labels
 * by names or ratings, recognises rows that forget. The graph's own parser decides whose a row is,
 * when it was written and whether it is a review at all; rows that the parser will reject are
 * passed on unchanged. Used by one thread.
 */
final class DatasetReader {

  private static final String FORGET = "forget";

  /** A longer rating or seq is none. */
  private static final int NUMBER_CHARACTERS_MAX = 40;

  private final RecordFormat format;
  private final Labelling labelling;
  private final RecordReader parser;
  private final String reviewId;
  private final String userId;
  private final String timestamp;
  private final String seq;
  private final String label;
  private final String rating;
  private final Set<String> wanted;

  DatasetReader(ReviewLimits limits, RecordFormat format, Labelling labelling) {
    this.format = format;
    this.labelling = labelling;
    this.parser = new RecordReader(limits, format);
    this.reviewId = format.nameOf("review_id");
    this.userId = format.nameOf("user_id");
    this.timestamp = format.nameOf("timestamp");
    this.seq = format.nameOf("seq");
    this.label = format.nameOf("label");
    this.rating = format.nameOf("rating");
    this.wanted = Set.of(reviewId, userId, timestamp, seq, label, rating, FORGET);
  }

  /** The record of a row, or null for a blank row. */
  @Nullable DatasetRow read(byte[] json, int file, String fileName, long line) {
    if (isBlank(json)) {
      return null;
    }
    RowView row = RowView.of(json, format.value(), wanted);
    if (row != null && is(row.get(FORGET), JsonToken.VALUE_TRUE)) {
      return forget(row, json, file, line);
    }
    boolean lacksId = !(parse(json) instanceof Rejected raw) || isMissingId(raw.reason());
    if (row != null && lacksId) {
      fillIn(row, fileName + ":" + line);
      relabel(row);
    }
    byte[] value = row == null ? json : row.bytes();
    return parse(value) instanceof Accepted accepted
        ? review(accepted, row, value, file, line)
        : DatasetRow.broken(file, line, value);
  }

  /** What a time counts if it is a number. */
  RecordFormat.TimestampUnit timestampUnit() {
    return format.timestampUnit();
  }

  /** The names of a row's fields, as they are written; none if the row cannot be read. */
  List<String> fieldsOf(byte[] json) {
    RowView row = RowView.of(json, format.value(), wanted);
    return row == null ? List.of() : row.names();
  }

  private ParsedRecord parse(byte[] value) {
    return parser.read(new RawRecord(null, value, "", 0, 0, 0));
  }

  private static boolean isMissingId(RejectReason reason) {
    return reason == RejectReason.REVIEW_ID_MISSING || reason == RejectReason.USER_MISSING;
  }

  private DatasetRow review(
      Accepted accepted, @Nullable RowView row, byte[] value, int file, long line) {
    UserEvent event = accepted.event();
    return new DatasetRow(
        accepted.dated() ? event.timestamp() : 0,
        accepted.dated() ? Time.OWN : Time.MISSING,
        row == null ? null : seq(row),
        file,
        line,
        event.userId(),
        event instanceof ForgetUser ? null : value);
  }

  private DatasetRow forget(RowView row, byte[] json, int file, long line) {
    Field user = row.get(userId);
    if (user == null || !user.isId() || user.text().isEmpty() || !isWhole(user.text())) {
      return DatasetRow.broken(file, line, json);
    }
    OptionalLong own = time(row.get(timestamp));
    Time time = own.isPresent() ? Time.OWN : Time.MISSING;
    return new DatasetRow(own.orElse(0), time, seq(row), file, line, user.text(), null);
  }

  private OptionalLong time(@Nullable Field field) {
    if (field == null) {
      return OptionalLong.empty();
    }
    return field.isNumber()
        ? Timestamps.ofNumber(field.text(), format.timestampUnit())
        : Timestamps.ofText(field.text(), format.timestampUnit());
  }

  private @Nullable Long seq(RowView row) {
    BigDecimal number = number(row.get(seq));
    return number == null ? null : number.longValue();
  }

  /** Fills in missing ids: the review's is its place, the user's is the review's. */
  private void fillIn(RowView row, String place) {
    Field review = row.get(reviewId);
    String name = review == null || review.isNull() ? place : review.text();
    if (review == null || review.isNull()) {
      row.set(reviewId, name);
    }
    Field user = row.get(userId);
    if (user == null || user.isNull()) {
      row.set(userId, name);
    }
  }

  /** Labels are compared as text, exactly as they are written. */
  private void relabel(RowView row) {
    Field written = row.get(label);
    if (labelling.positiveRating() != null) {
      relabelByRating(row, labelling.positiveRating());
    } else if (written != null && !written.text().isEmpty()) {
      String known = labelling.names().getOrDefault(written.text(), written.text());
      if (written.kind() != JsonToken.VALUE_STRING || !known.equals(written.text())) {
        row.set(label, known);
      }
    }
  }

  /**
   * A row without a rating loses its label: two meanings of "positive" in one figure say nothing.
   */
  private void relabelByRating(RowView row, double positive) {
    BigDecimal rated = number(row.get(rating));
    if (rated == null) {
      row.unset(label);
    } else {
      row.set(label, rated.doubleValue() >= positive ? "positive" : "negative");
    }
  }

  private static @Nullable BigDecimal number(@Nullable Field field) {
    String written = field == null ? "" : field.text().strip();
    if (written.isEmpty() || written.length() > NUMBER_CHARACTERS_MAX) {
      return null;
    }
    try {
      BigDecimal number = new BigDecimal(written);
      return Math.abs(number.scale()) > NUMBER_CHARACTERS_MAX ? null : number;
    } catch (NumberFormatException noNumber) {
      return null;
    }
  }

  private static boolean is(@Nullable Field field, JsonToken kind) {
    return field != null && field.kind() == kind;
  }

  /** Whether a text has no half of a surrogate pair, which no record's key can hold. */
  private static boolean isWhole(String text) {
    return UTF_8.newEncoder().canEncode(text);
  }

  private static boolean isBlank(byte[] json) {
    for (byte each : json) {
      if (each != ' ' && each != '\t') {
        return false;
      }
    }
    return true;
  }
}
