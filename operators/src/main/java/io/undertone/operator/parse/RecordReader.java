package io.undertone.operator.parse;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.undertone.event.RawRecord;
import io.undertone.event.RejectReason;
import io.undertone.operator.parse.FieldNames.Field;
import io.undertone.operator.parse.ParsedRecord.Accepted;
import io.undertone.operator.parse.ParsedRecord.Rejected;
import io.undertone.operator.settings.RecordFormat;
import io.undertone.operator.settings.RecordFormat.Value;
import io.undertone.operator.settings.ReviewLimits;
import java.io.IOException;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parses records of any bytes at all; never throws for their content. Knows JSON, but no Flink and
 * no counting. Code that has to know in advance what will become of a record uses this class too,
 * so that there is only one rule. Used by one thread.
 */
public final class RecordReader {

  /** Deeper JSON is rejected, wherever in the record it is. */
  static final int DEPTH_MAX = 100;

  /** The reasons for which Avro or Protobuf behind a frame is rejected. */
  private static final Set<RejectReason> OF_BINARY =
      Set.of(RejectReason.NOT_JSON, RejectReason.NOT_UTF8);

  /** The beginning of an object or an array of objects, also if it is encoded once more. */
  private static final Pattern HOLDS_JSON = Pattern.compile("\\s*+[\\[\"]*+\\s*+\\{");

  private static final JsonFactory JSON = json();

  private final RecordFormat format;
  private final ParseRules rules;

  public RecordReader(ReviewLimits limits, RecordFormat format) {
    this.format = format;
    FieldNames names = new FieldNames(format, limits.ofDataset());
    FieldRules fields = new FieldRules(limits);
    KeyReader keys = new KeyReader(format.key(), names.of(Field.USER_ID), fields, JSON);
    this.rules = new ParseRules(format, names, fields, new TimestampReader(format), keys);
  }

  /** The factory of parsers that this class uses; they are lazy. */
  public static JsonFactory json() {
    return JsonFactory.builder()
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(DEPTH_MAX)
                // The value is in memory already, and no number is ever computed from more
                // than a few of its digits: only depth costs more than the bytes.
                .maxNumberLength(Integer.MAX_VALUE)
                .maxStringLength(Integer.MAX_VALUE)
                .maxNameLength(Integer.MAX_VALUE)
                .build())
        .disable(JsonFactory.Feature.CHARSET_DETECTION) // UTF-8, and nothing else
        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES) // names may be anything
        .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
        .build();
  }

  /** A review, a tombstone, or why it is neither. */
  public ParsedRecord read(RawRecord record) {
    byte[] value = record.value();
    return value == null ? rules.keys().tombstone(record) : value(record, value);
  }

  private ParsedRecord value(RawRecord record, byte[] value) {
    int start = Utf8.byteOrderMark(value, 0);
    if (JsonBytes.isBlank(value, start)) {
      return new Rejected(
          RejectReason.VALUE_EMPTY,
          "value of length %d, no character in it: send a review, or no value at all to forget the user"
              .formatted(value.length));
    }
    Rejected foreign = ForeignBytes.beginsAsText(value) ? null : foreign(value);
    if (foreign != null) {
      return foreign;
    }
    boolean framed = RegistryFrame.leads(value);
    if (framed != (format.value() == Value.REGISTRY)) {
      return framed ? frame(value) : noFrame();
    }
    return framed ? behindFrame(record, value) : json(record, value, start);
  }

  /** Why a value is neither text nor behind a frame that is read; null if it may be. */
  private @Nullable Rejected foreign(byte[] value) {
    String header = RegistryFrame.other(value);
    if (header != null) {
      boolean announced = format.value() == Value.REGISTRY;
      return new Rejected(
          announced ? RejectReason.NOT_A_FRAME : RejectReason.REGISTRY_FRAME, header);
    }
    if (ForeignBytes.isBson(value)) {
      return new Rejected(RejectReason.NOT_JSON, "it looks like BSON, as MongoDB's: send JSON");
    }
    String encoding = ForeignBytes.wideEncoding(value);
    return encoding == null
        ? null
        : new Rejected(RejectReason.NOT_UTF8, "it looks like " + encoding + ": send UTF-8");
  }

  private Rejected frame(byte[] value) {
    boolean json = JsonBytes.beginsAt(value, RegistryFrame.BYTES);
    String what =
        !json
            ? ", and no JSON: Avro and Protobuf are not read, send JSON"
            : format.value() == Value.JSON
                ? ", then JSON: give --value registry"
                : " around JSON: set the converter to plain JSON, or give --value registry";
    return new Rejected(RejectReason.REGISTRY_FRAME, "a schema registry's five bytes" + what);
  }

  private static Rejected noFrame() {
    return new Rejected(
        RejectReason.NOT_A_FRAME,
        "no schema registry's five bytes: give the --value that fits, json for bare reviews");
  }

  private ParsedRecord behindFrame(RawRecord record, byte[] value) {
    int start = RegistryFrame.BYTES + Utf8.byteOrderMark(value, RegistryFrame.BYTES);
    if (JsonBytes.isBlank(value, start)) {
      return new Rejected(
          RejectReason.VALUE_EMPTY, "nothing follows the registry's five bytes: send a review");
    }
    ParsedRecord parsed =
        JsonBytes.opens(JsonBytes.firstVisible(value, start)) || JsonBytes.isNull(value, start)
            ? json(record, value, start)
            : new Rejected(RejectReason.NOT_JSON, "");
    return parsed instanceof Rejected rejected && OF_BINARY.contains(rejected.reason())
        ? new Rejected(
            rejected.reason(),
            "no JSON follows the registry's five bytes: Avro and Protobuf are not read, send JSON")
        : parsed;
  }

  private ParsedRecord json(RawRecord record, byte[] value, int start) {
    int fault = Utf8.firstFault(value, start);
    if (fault != Utf8.NO_FAULT) {
      return new Rejected(RejectReason.NOT_UTF8, ForeignBytes.notUtf8(value, start, fault));
    }
    try (JsonParser parser = JSON.createParser(value, start, value.length - start)) {
      ParsedRecord parsed = document(record, parser);
      return parsed instanceof Accepted && parser.nextToken() != null
          ? new Rejected(
              RejectReason.NOT_JSON, "something follows the object: send one object a record")
          : parsed;
    } catch (StreamConstraintsException e) {
      return new Rejected(
          RejectReason.TOO_DEEP, "deeper than " + DEPTH_MAX + " levels: send it flatter");
    } catch (JsonProcessingException e) {
      return new Rejected(RejectReason.NOT_JSON, ForeignBytes.notJson(value, start, e));
    } catch (IOException | RuntimeException e) {
      // The bytes are in memory and the reader is not ours: what it cannot read is no reason to
      // stop everybody else's reviews.
      return new Rejected(
          RejectReason.NOT_JSON,
          "the JSON reader gave up: " + e.getClass().getSimpleName() + "; send simpler JSON");
    }
  }

  private ParsedRecord document(RawRecord record, JsonParser parser) throws IOException {
    JsonToken first = parser.nextToken();
    if (first == JsonToken.START_OBJECT) {
      return switch (format.value()) {
        case JSON, REGISTRY -> new ReviewReader(parser, rules, record).read();
        case DEBEZIUM, CONNECT -> new EnvelopeReader(parser, rules, record).read();
      };
    }
    return noObject(parser, "the JSON");
  }

  /** Why a value that is no object is no review. */
  static Rejected noObject(JsonParser parser, String what) throws IOException {
    JsonToken kind = parser.currentToken();
    if (kind == JsonToken.VALUE_STRING && holdsJson(parser.getText())) {
      return new Rejected(
          RejectReason.JSON_IN_JSON,
          what + " is a text that holds JSON, so it is encoded twice: send the object itself");
    }
    return new Rejected(
        RejectReason.NOT_AN_OBJECT,
        what + " is " + ReviewReader.called(kind) + ": send one object a record");
  }

  /** Whether a text begins as an object does, as an array of some, or as either encoded again. */
  static boolean holdsJson(String text) {
    return HOLDS_JSON.matcher(text).lookingAt();
  }
}
