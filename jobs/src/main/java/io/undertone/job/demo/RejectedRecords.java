package io.undertone.job.demo;

import static io.undertone.job.kafka.TopicReader.header;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Matches rejects with the records of the sample. Broken records have no id, so they are matched by
 * partition and offset. A reject may be read before the producer is told its record's offset, and
 * waits here until then. One thread stores offsets, another takes rejects.
 */
final class RejectedRecords {

  private final Map<String, SampleRecord> records = new ConcurrentHashMap<>();
  private final List<ConsumerRecord<byte[], byte[]>> waiting = new ArrayList<>();

  /** A record of the sample that came back as a reject. */
  record Reject(SampleRecord record, String reason, String detail) {}

  /** A record was written to this offset. */
  void stored(SampleRecord record, int partition, long offset) {
    records.put(partition + "@" + offset, record);
  }

  /** A reject was read. */
  void rejected(ConsumerRecord<byte[], byte[]> answer) {
    waiting.add(answer);
  }

  /**
   * The rejects since the last call whose records are known by now, in the order they were read.
   */
  List<Reject> takeKnown() {
    List<Reject> known = new ArrayList<>();
    for (Iterator<ConsumerRecord<byte[], byte[]>> each = waiting.iterator(); each.hasNext(); ) {
      ConsumerRecord<byte[], byte[]> answer = each.next();
      SampleRecord record =
          records.get(header(answer, "partition") + "@" + header(answer, "offset"));
      if (record != null) {
        known.add(new Reject(record, header(answer, "reason"), header(answer, "detail")));
        each.remove();
      }
    }
    return known;
  }
}
