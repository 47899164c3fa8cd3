package io.undertone.job.chaos;

import static io.undertone.job.kafka.TopicReader.header;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.undertone.job.kafka.TopicReader;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What a read-committed consumer sees of a stream, held against what a replay said of the same:
 * whole lines, each once, a user's in order.
 */
public final class Answers implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(50);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final TopicReader sentiments;
  private final TopicReader rejected;
  private final Map<Integer, String> expected = new HashMap<>();
  private final BitSet seen = new BitSet();
  private final Map<String, Integer> lastOfUser = new HashMap<>();
  private final Set<String> rejects = new HashSet<>();
  private final List<String> oddities = new ArrayList<>();
  private int twice;
  private int different;

  /**
   * @param replayed the lines that a replay of the stream wrote
   */
  public Answers(String bootstrapServers, List<String> replayed) throws IOException {
    sentiments = TopicReader.committed(bootstrapServers, "sentiments");
    rejected = TopicReader.committed(bootstrapServers, "rejected-reviews");
    for (String line : replayed) {
      expected.put(number(JSON.readTree(line)), line);
    }
  }

  /** Waits until a review is answered that has this number or a later one. */
  public void awaitAfter(int number, Duration max) throws IOException {
    long deadline = System.nanoTime() + max.toNanos();
    while (seen.length() <= number) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError(
            "No review after the fault was answered within %d s; of %d before it %d were"
                .formatted(max.toSeconds(), number, seen.get(0, number).cardinality()));
      }
      poll();
    }
  }

  /** Waits until all of the first so many reviews are answered; gives how many never were. */
  public int awaitFirst(int count, Duration max) throws IOException {
    long deadline = System.nanoTime() + max.toNanos();
    while (seen.get(0, count).cardinality() < count && System.nanoTime() < deadline) {
      poll();
    }
    return count - seen.get(0, count).cardinality();
  }

  /** Waits for as many rejects; gives how many different ones there are. */
  public int awaitRejects(int count, Duration max) throws IOException {
    long deadline = System.nanoTime() + max.toNanos();
    while (rejects.size() < count && System.nanoTime() < deadline) {
      poll();
    }
    return rejects.size();
  }

  /** Answers and rejects that came once more. */
  public int twice() {
    return twice;
  }

  /** Answers that are not the replay's, or came before an earlier one of the same user. */
  public int different() {
    return different;
  }

  /** The first few of what is wrong, by ids. */
  public List<String> oddities() {
    return oddities;
  }

  private void poll() throws IOException {
    for (ConsumerRecord<byte[], byte[]> record : sentiments.poll(POLL)) {
      answered(new String(record.value(), UTF_8));
    }
    for (ConsumerRecord<byte[], byte[]> record : rejected.poll(POLL)) {
      String place = header(record, "partition") + ":" + header(record, "offset");
      if (!rejects.add(place)) {
        twice++;
        odd("reject " + place + " twice");
      }
    }
  }

  private void answered(String line) throws IOException {
    JsonNode answer = JSON.readTree(line);
    int number = number(answer);
    if (seen.get(number)) {
      twice++;
      odd("r" + number + " twice");
      return;
    }
    seen.set(number);
    int last = lastOfUser.merge(answer.path("user_id").asText(), number, Math::max);
    if (!line.equals(expected.get(number)) || last != number) {
      different++;
      odd(line + " for " + expected.get(number));
    }
  }

  private void odd(String what) {
    if (oddities.size() < 5) {
      oddities.add(what);
    }
  }

  private static int number(JsonNode answer) {
    return Integer.parseInt(answer.path("review_id").asText().substring(1));
  }

  @Override
  public void close() {
    sentiments.close();
    rejected.close();
  }
}
