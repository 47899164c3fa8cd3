package io.undertone.job.chaos;

import io.undertone.job.chaos.ChaosStream.Entry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends a stream part by part, at an even rate, through whatever happens to the broker. */
public final class Feed implements AutoCloseable {

  private static final long NANOS_A_RECORD = Duration.ofMillis(4).toNanos();
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final KafkaProducer<byte[], byte[]> producer;
  private final String topic;
  private final AtomicInteger reviews = new AtomicInteger();

  public Feed(String bootstrapServers, String topic) {
    this.topic = topic;
    String patience = String.valueOf(PATIENCE.toMillis());
    producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers", bootstrapServers,
                "delivery.timeout.ms", patience,
                "max.block.ms", patience,
                // else the retry of a fresh topic's first batch may come after its second, for ever
                "max.in.flight.requests.per.connection", "1",
                "reconnect.backoff.max.ms", "500"),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /** How many reviews were handed to Kafka's client. */
  public int reviews() {
    return reviews.get();
  }

  /**
   * A part that is being sent.
   *
   * @param middle opens when so many of its records are sent
   * @param rest holds its last tenth back, so that something is always sent after a fault
   */
  public record Part(CountDownLatch middle, CountDownLatch rest, Future<?> sent) {

    public void awaitMiddle() throws InterruptedException {
      if (!middle.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("The feed stands still");
      }
    }

    /** Sends the last tenth too. */
    public void release() {
      rest.countDown();
    }

    /** Sends the last tenth too, and waits until the broker has all. */
    public void finish() throws Exception {
      release();
      sent.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
  }

  public Part send(List<Entry> entries, int middle) {
    CountDownLatch left = new CountDownLatch(middle);
    CountDownLatch rest = new CountDownLatch(1);
    int held = entries.size() * 9 / 10;
    return new Part(
        left,
        rest,
        CompletableFuture.runAsync(
            () -> {
              sendAll(entries.subList(0, held), left);
              awaitQuietly(rest);
              sendAll(entries.subList(held, entries.size()), left);
            }));
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      if (!latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("Nobody asked for the rest");
      }
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  private static void awaitQuietly(Future<?> sent) {
    try {
      sent.get();
    } catch (ExecutionException | InterruptedException refused) {
      throw new AssertionError("The broker did not take every record", refused);
    }
  }

  private void sendAll(List<Entry> entries, CountDownLatch left) {
    List<Future<?>> sent = new ArrayList<>();
    long start = System.nanoTime();
    for (int i = 0; i < entries.size(); i++) {
      LockSupport.parkNanos(start + i * NANOS_A_RECORD - System.nanoTime());
      sent.add(producer.send(entries.get(i).record(topic)));
      if (entries.get(i).review() != Entry.BROKEN) {
        reviews.incrementAndGet();
      }
      left.countDown();
    }
    for (Future<?> each : sent) {
      awaitQuietly(each);
    }
  }

  @Override
  public void close() {
    producer.close(Duration.ZERO);
  }
}
