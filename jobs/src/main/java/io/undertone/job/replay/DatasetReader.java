package io.undertone.job.replay;

import io.undertone.event.ForgetUser;
import io.undertone.event.RawRecord;
import io.undertone.event.RejectReason;
import io.undertone.event.Review;
import io.undertone.event.UserEvent;
import io.undertone.job.JobException;
import io.undertone.job.dataset.RowFault;
import io.undertone.job.replay.DatasetRow.Time;
import io.undertone.job.replay.JsonRow.Field;
import io.undertone.operator.parse.ParsedRecord;
import io.undertone.operator.parse.ParsedRecord.Accepted;
import io.undertone.operator.parse.ParsedRecord.Rejected;
import io.undertone.operator.parse.RecordReader;
import io.undertone.operator.parse.TimestampReader;
import io.undertone.operator.parse.Utf8;
import io.undertone.operator.settings.RecordFormat;
import io.undertone.operator.settings.ReviewLimits;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Converts rows of data sets to records as they would be on the topic: fills in missing ids, maps
 * labels by names or ratings, recognises rows that forget. The graph's own parser decides about
 * user, timestamp and validity; rows that it will reject pass unchanged. Used by one thread.
 */
final class DatasetReader {

  /** The field by which a row forgets its user. */
  static final String FORGET = "forget";

  private static final String FORGET_UNREADABLE = "forget_unreadable";

  private static final BigDecimal SEQ_MIN = BigDecimal.valueOf(Long.MIN_VALUE);
  private static final BigDecimal SEQ_MAX = BigDecimal.valueOf(Long.MAX_VALUE);

  private final RecordFormat format;
  private final Labelling labelling;
  private final RecordReader parser;
  private final TimestampReader times;
  private final String reviewId;
  private final String userId;
  private final String text;
  private final String timestamp;
  private final String seq;
  private final String label;
  private final String rating;
  private final Set<String> wanted;
  private final FieldCounts counts;
  private final Consumer<String> texts;

  DatasetReader(ReviewLimits limits, RecordFormat format, Labelling labelling) {
    this(limits, format, labelling, text -> {});
  }

  /**
   * @param texts told the text of each review
   * @throws JobException if a field is named as what forgets a user
   */
  DatasetReader(
      ReviewLimits limits, RecordFormat format, Labelling labelling, Consumer<String> texts) {
    requireApart(format);
    this.texts = texts;
    this.format = format;
    this.labelling = labelling;
    this.parser = new RecordReader(limits, format);
    this.times = new TimestampReader(format);
    this.reviewId = format.nameOf("review_id");
    this.text = format.nameOf("text");
    this.userId = format.nameOf("user_id");
    this.timestamp = format.nameOf("timestamp");
    this.seq = format.nameOf("seq");
    this.label = format.nameOf("label");
    this.rating = format.nameOf("rating");
    this.wanted = Set.of(reviewId, userId, timestamp, seq, label, rating, FORGET);
    this.counts = new FieldCounts(format);
  }

  private static void requireApart(RecordFormat format) {
    if (format.fields().containsValue(FORGET)) {
      throw new JobException(
          "Naming the fields of a data set",
          "other names than " + FORGET + ", by which a row forgets its user",
          "it in --fields",
          "Give that column another name, in the file too.");
    }
  }

  /** The record of a row, or why there is none; null for a blank row. */
  @Nullable ReadRow read(byte[] bytes, int file, String fileName, long line) {
    byte[] json = withoutMark(bytes);
    if (isBlank(json)) {
      return null;
    }
    JsonRow row = JsonRow.of(json, format.value(), wanted);
    if (row != null) {
      counts.add(row);
      RowFault twice = repeated(row);
      if (twice != null) {
        return new ReadRow.Refused(twice);
      }
      ForgetFlag flag =
          row.repeats(FORGET) ? ForgetFlag.UNREADABLE : ForgetFlag.of(row.get(FORGET));
      if (flag != ForgetFlag.NONE) {
        return flag == ForgetFlag.FORGET ? forget(row, json, file, line) : unreadable(row);
      }
    }
    return record(row, json, file, fileName, line);
  }

  /** Rejects a repeated field that only a replay reads; null if there is none. */
  private @Nullable RowFault repeated(JsonRow row) {
    boolean rated = labelling.isByRating() && row.repeats(rating);
    return rated || row.repeats(seq)
        ? new RowFault(
            RejectReason.FIELD_REPEATED.code(),
            (rated ? rating : seq) + " is there twice: write it once")
        : null;
  }

  private DatasetRow record(
      @Nullable JsonRow row, byte[] json, int file, String fileName, long line) {
    if (row != null && isTakenButForIds(json)) {
      fillIn(row, fileName + ":" + line);
      labelling.relabel(row, label, rating);
    }
    byte[] value = row == null ? json : row.bytes();
    if (!(parse(value) instanceof Accepted accepted)) {
      return DatasetRow.broken(file, line, value);
    }
    if (row != null && accepted.event() instanceof Review) {
      count(row);
    }
    return review(accepted, row, value, file, line);
  }

  private void count(JsonRow row) {
    counts.addUser(row.get(userId));
    if (labelling.isByRating() || isMissing(row.get(label))) {
      counts.ratings().add(row.get(rating), labelling);
    }
  }

  /** The unit of timestamps that are numbers. */
  RecordFormat.TimestampUnit timestampUnit() {
    return format.timestampUnit();
  }

  /** What rows lack so far. */
  FieldCounts counts() {
    return counts;
  }

  /** The names of a row's fields; empty if the row cannot be read. */
  List<String> fieldsOf(byte[] json) {
    JsonRow row = JsonRow.of(withoutMark(json), format.value(), wanted);
    return row == null ? List.of() : row.names();
  }

  private ParsedRecord parse(byte[] value) {
    return parser.read(new RawRecord(null, value, "", 0, 0, 0));
  }

  /** Whether the graph takes a row as it is, or once missing ids are filled in. */
  private boolean isTakenButForIds(byte[] json) {
    return !(parse(json) instanceof Rejected rejected)
        || rejected.reason() == RejectReason.REVIEW_ID_MISSING
        || rejected.reason() == RejectReason.USER_MISSING;
  }

  private DatasetRow review(
      Accepted accepted, @Nullable JsonRow row, byte[] value, int file, long line) {
    UserEvent event = accepted.event();
    if (event instanceof Review review) {
      texts.accept(review.text());
    }
    return new DatasetRow(
        accepted.dated() ? event.timestamp() : 0,
        accepted.dated() ? Time.OWN : Time.MISSING,
        row == null ? null : seq(row),
        file,
        line,
        event.userId(),
        event instanceof ForgetUser ? null : value);
  }

  private static ReadRow.Refused unreadable(JsonRow row) {
    return new ReadRow.Refused(
        new RowFault(
            FORGET_UNREADABLE,
            row.repeats(FORGET)
                ? "forget is there twice: write it once"
                : "forget says neither true nor false: write true to forget the user, and leave it"
                    + " out of a review"));
  }

  /** A row whose user or timestamp the parser would reject forgets nobody. */
  private DatasetRow forget(JsonRow row, byte[] json, int file, long line) {
    Field user = row.get(userId);
    if (user == null
        || !user.isId()
        || user.isNullOrBlank()
        || Utf8.hasLoneSurrogate(user.text())) {
      return DatasetRow.broken(file, line, json);
    }
    Field written = row.get(timestamp);
    OptionalLong own = time(written);
    boolean timed = written == null || written.isNull() || own.isPresent();
    if (!timed || row.repeats(userId) || row.repeats(timestamp)) {
      return DatasetRow.broken(file, line, json);
    }
    counts.addForgetting(JsonRow.of(json, format.value(), Set.of(text)));
    Time time = own.isPresent() ? Time.OWN : Time.MISSING;
    return new DatasetRow(own.orElse(0), time, seq(row), file, line, user.text(), null);
  }

  private OptionalLong time(@Nullable Field field) {
    if (field == null) {
      return OptionalLong.empty();
    }
    return field.isNumber() ? times.ofNumber(field.text()) : times.ofText(field.text());
  }

  /** The seq of a row; fractions are floored, and numbers beyond a long are clamped. */
  private @Nullable Long seq(JsonRow row) {
    Field written = row.get(seq);
    BigDecimal number = written == null ? null : written.number();
    return number == null
        ? null
        : (Long) number.max(SEQ_MIN).min(SEQ_MAX).setScale(0, RoundingMode.FLOOR).longValue();
  }

  /** Fills in missing ids: the review's is its file and line, the user's is the review's. */
  private void fillIn(JsonRow row, String place) {
    Field review = row.get(reviewId);
    String name = review == null || review.isNullOrBlank() ? place : review.text();
    if (isMissing(review)) {
      row.set(reviewId, name);
    }
    if (isMissing(row.get(userId))) {
      row.set(userId, name);
    }
  }

  private static boolean isMissing(@Nullable Field field) {
    return field == null || field.isNullOrBlank();
  }

  /** A row's bytes without a byte-order mark, which concatenated files have before a row. */
  private static byte[] withoutMark(byte[] row) {
    int mark = Utf8.byteOrderMark(row, 0);
    return mark == 0 ? row : Arrays.copyOfRange(row, mark, row.length);
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
