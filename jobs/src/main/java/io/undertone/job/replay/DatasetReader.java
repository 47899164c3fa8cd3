package io.undertone.job.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.undertone.job.replay.DatasetRow.Time;
import io.undertone.operator.parse.Timestamps;
import io.undertone.operator.settings.RecordFormat;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Turns rows of data sets into records as they would lie on the topic: fills in missing ids, labels
 * by names or ratings, recognises rows that forget. What it cannot read it passes on as it is, for
 * the parser of the graph to reject. Immutable, thread-safe.
 */
final class DatasetReader {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .disable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS.mappedFeature())
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES) // 1.0 is another label than 1
          .build();

  /** A longer rating is none. */
  private static final int RATING_CHARACTERS_MAX = 40;

  private final RecordFormat format;
  private final Labelling labelling;
  private final String reviewId;
  private final String userId;
  private final String text;
  private final String timestamp;
  private final String seq;
  private final String label;
  private final String rating;

  DatasetReader(RecordFormat format, Labelling labelling) {
    this.format = format;
    this.labelling = labelling;
    this.reviewId = format.nameOf("review_id");
    this.userId = format.nameOf("user_id");
    this.text = format.nameOf("text");
    this.timestamp = format.nameOf("timestamp");
    this.seq = format.nameOf("seq");
    this.label = format.nameOf("label");
    this.rating = format.nameOf("rating");
  }

  /** The record of a row, or null for a blank row. */
  @Nullable DatasetRow read(byte[] json, int file, String fileName, long line) {
    if (isBlank(json)) {
      return null;
    }
    try {
      JsonNode value = JSON.readTree(json);
      Envelope envelope = Envelope.open(value, format.value());
      if (envelope == null) {
        return DatasetRow.broken(file, line, json);
      }
      return envelope.deleted() || envelope.row().path("forget").asBoolean(false)
          ? forget(envelope, json, file, line)
          : review(value, envelope.row(), json, file, fileName, line);
    } catch (IOException unreadable) {
      return DatasetRow.broken(file, line, json); // the graph's parser rejects it, with a reason
    }
  }

  /** What a time counts that is a number. */
  RecordFormat.TimestampUnit timestampUnit() {
    return format.timestampUnit();
  }

  /** The names of a row's fields, as they are there; none where it cannot be read. */
  List<String> fieldsOf(byte[] json) {
    List<String> names = new ArrayList<>();
    try {
      Envelope envelope = Envelope.open(JSON.readTree(json), format.value());
      if (envelope != null) {
        envelope.row().fieldNames().forEachRemaining(names::add);
      }
    } catch (IOException unreadable) {
      // then it has no names
    }
    return names;
  }

  /** What a deleted row says of its time is when it was written, not when it went. */
  private DatasetRow forget(Envelope envelope, byte[] json, int file, long line)
      throws IOException {
    ObjectNode row = envelope.row();
    String user = id(row, userId);
    if (user.isEmpty() || !UTF_8.newEncoder().canEncode(user)) {
      return DatasetRow.broken(file, line, json);
    }
    OptionalLong own = envelope.deleted() ? OptionalLong.empty() : time(row.path(timestamp));
    Time time = own.isPresent() ? Time.OWN : Time.MISSING;
    return new DatasetRow(own.orElse(0), time, row.path(seq).asLong(0), file, line, user, null);
  }

  /** The row is what the value holds, or the value itself; changes to the one are in the other. */
  private DatasetRow review(
      JsonNode value, ObjectNode row, byte[] json, int file, String fileName, long line)
      throws IOException {
    OptionalLong own = time(row.path(timestamp));
    if (!row.has(text) && Envelope.isUnsaid(row)) {
      return DatasetRow.broken(file, line, json); // with its bytes changed it would not be told
    }
    boolean rejected = !row.path(text).isTextual() || (own.isEmpty() && row.hasNonNull(timestamp));
    boolean changed = fillIn(row, reviewId, fileName + ":" + line);
    changed |= fillIn(row, userId, row.path(reviewId).asText());
    changed |= relabel(row);
    return new DatasetRow(
        own.orElse(0),
        rejected ? Time.MOOT : own.isPresent() ? Time.OWN : Time.MISSING,
        row.path(seq).asLong(0),
        file,
        line,
        row.path(userId).asText(),
        changed ? JSON.writeValueAsBytes(value) : json);
  }

  /** The time that the graph will read, where it reads one. */
  private OptionalLong time(JsonNode field) throws IOException {
    try (JsonParser value = field.traverse()) {
      value.nextToken();
      return Timestamps.of(value, format.timestampUnit());
    }
  }

  /** A user's id, which a file may write as an integer. */
  private static String id(ObjectNode row, String field) {
    JsonNode id = row.path(field);
    return id.isTextual() || id.isIntegralNumber() ? id.asText() : "";
  }

  private static boolean fillIn(ObjectNode row, String field, String value) {
    if (row.hasNonNull(field)) {
      return false;
    }
    row.put(field, value);
    return true;
  }

  /** Labels are compared as text, exactly as they are written. */
  private boolean relabel(ObjectNode row) {
    JsonNode written = row.path(label);
    if (labelling.positiveRating() != null) {
      return relabelByRating(row, labelling.positiveRating());
    }
    if (!written.isTextual() && !written.isNumber() && !written.isBoolean()) {
      return false;
    }
    String name = written.asText();
    String known = labelling.names().getOrDefault(name, name);
    if (written.isTextual() && known.equals(name)) {
      return false;
    }
    row.put(label, known);
    return true;
  }

  /**
   * A row without a rating loses its label: two meanings of "positive" in one figure say nothing.
   */
  private boolean relabelByRating(ObjectNode row, double positive) {
    Double rated = number(row.path(rating));
    if (rated == null) {
      return row.remove(label) != null;
    }
    row.put(label, rated >= positive ? "positive" : "negative");
    return true;
  }

  private static @Nullable Double number(JsonNode value) {
    if (value.isNumber()) {
      return value.asDouble();
    }
    String written = value.isTextual() ? value.asText().strip() : "";
    if (written.isEmpty() || written.length() > RATING_CHARACTERS_MAX) {
      return null;
    }
    try {
      return new BigDecimal(written).doubleValue();
    } catch (NumberFormatException noNumber) {
      return null;
    }
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
