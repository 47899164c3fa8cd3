package io.undertone.job.kafka;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.undertone.event.RawRecord;
import io.undertone.operator.parse.Timestamps;
import java.io.IOException;
import java.io.Serializable;
import java.time.Clock;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.SerializableTimestampAssigner;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;

/**
 * The stream's clock: when reviews were written, partition by partition, so that one partition that
 * lags behind holds the clock back. It never runs ahead of the wall clock, or a single review dated
 * in the year 9999 would make every memory of the others expire.
 */
final class EventTime implements SerializableTimestampAssigner<RawRecord>, Serializable {

  /** A partition that is silent for so long no longer holds the clock back. */
  static final Duration IDLE = Duration.ofSeconds(30);

  private static final long serialVersionUID = 1L;
  private static final JsonFactory JSON = new JsonFactory();

  private final Clock clock;

  EventTime(Clock clock) {
    this.clock = clock;
  }

  /** Watermarks that trail the newest review by the lateness that is allowed. */
  static WatermarkStrategy<RawRecord> watermarks(Duration latenessMax) {
    return WatermarkStrategy.<RawRecord>forBoundedOutOfOrderness(latenessMax)
        .withTimestampAssigner(new EventTime(Clock.systemUTC()))
        .withIdleness(IDLE);
  }

  @Override
  public long extractTimestamp(RawRecord record, long kafkaTimestamp) {
    return Math.min(written(record), clock.millis());
  }

  /** The review's own time, or the record's where it has none that can be read. */
  private static long written(RawRecord record) {
    byte[] value = record.value();
    if (value == null) {
      return record.timestamp();
    }
    try (JsonParser parser = JSON.createParser(value)) {
      return parser.nextToken() == JsonToken.START_OBJECT
          ? timestampField(parser, record.timestamp())
          : record.timestamp();
    } catch (IOException | RuntimeException broken) {
      return record.timestamp(); // the graph's parser judges the record; a source must not fail
    }
  }

  private static long timestampField(JsonParser parser, long otherwise) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      boolean found = parser.currentName().equals("timestamp");
      parser.nextToken();
      if (found) {
        return Timestamps.of(parser).orElse(otherwise);
      }
      parser.skipChildren();
    }
    return otherwise;
  }
}
