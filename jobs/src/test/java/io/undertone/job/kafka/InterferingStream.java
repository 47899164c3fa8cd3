package io.undertone.job.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A random stream of a few users whose answers are watched, and of others who do everything that
 * once moved the clock for all.
 */
final class InterferingStream {

  /** Users whose records carry their times, in order. */
  static final List<String> TIDY = List.of("ann", "bob", "cleo");

  /** Users who are watched; the last two send late reviews, and some without a time. */
  static final List<String> OURS = List.of("ann", "bob", "cleo", "dora", "emil");

  private static final int ENTRIES = 400;
  private static final long START = Instant.parse("2015-03-01T00:00:00Z").toEpochMilli();
  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final List<String> TEXTS =
      List.of(
          "The kettle leaks.",
          "A fine toaster, even and quick.",
          "Loud and weak, and it smells of glue.",
          "I did not expect to like it. I do.",
          "Warm boots, and light ones.");

  private final Random random;
  private final Map<String, Long> now = new HashMap<>();
  private final List<Entry> entries = new ArrayList<>();

  /**
   * One record.
   *
   * @param user whose it is, for the record's key and partition
   * @param value null for a tombstone
   * @param timestamp the record's own
   * @param row the same as a row of a data set
   * @param review whether it will be answered
   */
  record Entry(String user, @Nullable String value, long timestamp, String row, boolean review) {

    ProducerRecord<byte[], byte[]> record(String topic, int partitions) {
      return new ProducerRecord<>(
          topic,
          Math.floorMod(user.hashCode(), partitions),
          timestamp,
          user.getBytes(UTF_8),
          value == null ? null : value.getBytes(UTF_8));
    }
  }

  InterferingStream(Random random) {
    this.random = random;
    for (int number = 0; number < ENTRIES; number++) {
      entries.add(random.nextBoolean() ? ours(number) : foreign(number));
    }
  }

  List<Entry> entries() {
    return entries;
  }

  List<Entry> entriesOf(String user) {
    return entries.stream().filter(entry -> entry.user().equals(user)).toList();
  }

  static int reviews(List<Entry> entries) {
    return (int) entries.stream().filter(Entry::review).count();
  }

  private Entry ours(int number) {
    String user = OURS.get(random.nextInt(OURS.size()));
    long silence = random.nextInt(12) == 0 ? 366 + random.nextInt(100) : random.nextInt(30);
    long time = now.merge(user, START + silence * DAY, (before, same) -> before + silence * DAY);
    if (random.nextInt(25) == 0) {
      return tombstone(user, time);
    }
    if (random.nextInt(12) == 0) {
      return reject(number, user, time);
    }
    if (TIDY.contains(user)) {
      return review(number, user, "\"timestamp\":" + time + ",", time);
    }
    return random.nextInt(4) == 0
        ? review(number, user, "", time)
        : review(number, user, "\"timestamp\":" + (time - random.nextInt(500) * DAY) + ",", time);
  }

  private Entry foreign(int number) {
    String user = "x" + random.nextInt(10);
    long any = random.nextBoolean() ? 0 : Instant.parse("2026-10-01T00:00:00Z").toEpochMilli();
    return switch (random.nextInt(6)) {
      case 0 -> review(number, user, "\"timestamp\":\"9999-12-31T00:00:00Z\",", any);
      case 1 -> review(number, user, "\"timestamp\":\"1970-01-01\",", any);
      case 2 -> review(number, user, "", any);
      case 3 -> tombstone(user, any);
      case 4 -> new Entry(user, "no JSON at all", any, "no JSON at all", false);
      default -> {
        String nobodys = "{\"review_id\":\"r%d\",\"text\":\"Whose?\",\"timestamp\":0}";
        String value = nobodys.formatted(number);
        yield new Entry(user, value, any, "{" + value, false); // no row, wherever it stands
      }
    };
  }

  /** A record of a watched user that is no review; what it says of its time counts for nothing. */
  private Entry reject(int number, String user, long own) {
    String from2099 =
        "{\"review_id\":\"r%d\",\"user_id\":\"%s\",\"timestamp\":\"2099-01-01\",\"text\":%s}";
    String text =
        switch (random.nextInt(4)) {
          case 0 -> "7";
          case 1 -> "null";
          case 2 -> "\"twice\",\"text\":\"twice\"";
          default -> '"' + "too long ".repeat(8_000) + '"';
        };
    String value = from2099.formatted(number, user, text);
    return new Entry(user, value, own, value, false);
  }

  private Entry review(int number, String user, String timestamp, long own) {
    String value =
        "{\"review_id\":\"r%d\",\"user_id\":\"%s\",%s\"text\":\"%s\"}"
            .formatted(number, user, timestamp, TEXTS.get(random.nextInt(TEXTS.size())));
    return new Entry(user, value, own, value, true);
  }

  private static Entry tombstone(String user, long time) {
    String row = "{\"user_id\":\"%s\",\"timestamp\":%d,\"forget\":true}".formatted(user, time);
    return new Entry(user, null, time, row, false);
  }
}
