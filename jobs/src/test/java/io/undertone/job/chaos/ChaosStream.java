package io.undertone.job.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;

/** A stream of many users' short reviews, with a record among every hundred that is none. */
public final class ChaosStream {

  public static final int REVIEWS = 20_000;
  private static final int USERS = 500;
  private static final int BROKEN_EVERY = 100;
  private static final long START = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();

  private static final List<String> THINGS =
      List.of("kettle", "jacket", "lamp", "toaster", "chair", "phone", "bag", "radio", "knife");
  private static final List<String> WORDS =
      List.of(
          "The %s broke within a week.",
          "A %s to keep: solid, quiet and quick.",
          "I sent the %s back. It smelled of glue.",
          "Not the best %s, but it does its work.",
          "My second %s of this kind, and I would buy a third.",
          "Poor %s. The screws were missing and nobody answered.",
          "This %s is a joy every morning 😀",
          "Would not recommend this %s to anyone.");

  private final List<Entry> entries = new ArrayList<>();

  /**
   * One record.
   *
   * @param review its number among the reviews; {@link #BROKEN} for none
   * @param user the key
   */
  public record Entry(int review, String user, String value) {

    public static final int BROKEN = -1;

    public ProducerRecord<byte[], byte[]> record(String topic) {
      return new ProducerRecord<>(topic, user.getBytes(UTF_8), value.getBytes(UTF_8));
    }
  }

  public ChaosStream(long seed) {
    Random random = new Random(seed);
    for (int review = 0; review < REVIEWS; review++) {
      String user = "user-" + random.nextInt(USERS);
      String text =
          WORDS
              .get(random.nextInt(WORDS.size()))
              .formatted(THINGS.get(random.nextInt(THINGS.size())));
      long time = START + review * Duration.ofMinutes(1).toMillis();
      entries.add(
          new Entry(
              review,
              user,
              "{\"review_id\":\"r%d\",\"user_id\":\"%s\",\"timestamp\":%d,\"text\":\"%s\"}"
                  .formatted(review, user, time, text)));
      if (review % BROKEN_EVERY == 0) {
        entries.add(new Entry(Entry.BROKEN, user, "no review " + review));
      }
    }
  }

  /** Everything, in the order of sending. */
  public List<Entry> entries() {
    return entries;
  }

  /** The reviews as rows of a data set. */
  public List<String> rows() {
    return entries.stream()
        .filter(entry -> entry.review() != Entry.BROKEN)
        .map(Entry::value)
        .toList();
  }

  public static int broken() {
    return REVIEWS / BROKEN_EVERY;
  }
}
