package io.undertone.operator.parse;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.undertone.event.ForgetUser;
import io.undertone.event.RawRecord;
import io.undertone.event.RejectReason;
import io.undertone.operator.ReviewLimits;
import io.undertone.operator.parse.Reading.Accepted;
import io.undertone.operator.parse.Reading.Rejected;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Reads records of any bytes at all; never throws for what is in them. Knows JSON, but no Flink and
 * no counting. Used by one thread.
 */
final class RecordReader {

  /** Deeper JSON is rejected, wherever in the record it is. */
  static final int DEPTH_MAX = 100;

  private final ReviewLimits limits;
  private final JsonFactory json;

  RecordReader(ReviewLimits limits) {
    this.limits = limits;
    this.json =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(DEPTH_MAX)
                    // The value is in memory already, and no number is ever computed from its
                    // digits: only depth costs more than the bytes.
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
  Reading read(RawRecord record) {
    byte[] value = record.value();
    return value == null ? tombstone(record) : review(record, value);
  }

  private Reading tombstone(RawRecord record) {
    byte[] key = record.key();
    if (key == null || key.length == 0) {
      return new Rejected(
          RejectReason.TOMBSTONE_WITHOUT_KEY, "a record without a value names its user by its key");
    }
    if (key.length > limits.idBytesMax()) {
      return new Rejected(
          RejectReason.ID_TOO_LONG,
          "key of %d bytes, at most %d are taken".formatted(key.length, limits.idBytesMax()));
    }
    int fault = Utf8.firstFault(key);
    if (fault != Utf8.NO_FAULT) {
      return new Rejected(RejectReason.KEY_NOT_UTF8, "key, byte " + fault + " of " + key.length);
    }
    String user = new String(key, StandardCharsets.UTF_8);
    return new Accepted(new ForgetUser(user, Timestamps.clamp(record.timestamp())), false);
  }

  private Reading review(RawRecord record, byte[] value) {
    int start = Utf8.byteOrderMark(value);
    if (isBlank(value, start)) {
      return new Rejected(RejectReason.VALUE_EMPTY, "value of " + value.length + " bytes");
    }
    int fault = Utf8.firstFault(value);
    if (fault != Utf8.NO_FAULT) {
      return new Rejected(RejectReason.NOT_UTF8, "byte " + fault + " of " + value.length);
    }
    try (JsonParser parser = json.createParser(value, start, value.length - start)) {
      return new ReviewReader(parser, limits, record).read();
    } catch (StreamConstraintsException e) {
      return new Rejected(RejectReason.TOO_DEEP, "deeper than " + DEPTH_MAX + " levels");
    } catch (JsonProcessingException e) {
      long at = e.getLocation() == null ? 0 : e.getLocation().getByteOffset();
      return new Rejected(RejectReason.NOT_JSON, "near byte %d of %d".formatted(at, value.length));
    } catch (IOException | RuntimeException e) {
      // The bytes are in memory and the reader is not ours: what it cannot read is no reason to
      // stop everybody else's reviews.
      return new Rejected(
          RejectReason.NOT_JSON, "the JSON reader gave up: " + e.getClass().getSimpleName());
    }
  }

  private static boolean isBlank(byte[] value, int start) {
    for (int at = start; at < value.length; at++) {
      byte b = value[at];
      if (b != ' ' && b != '\t' && b != '\r' && b != '\n') {
        return false;
      }
    }
    return true;
  }
}
