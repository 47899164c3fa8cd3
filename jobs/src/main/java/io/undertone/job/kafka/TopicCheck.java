package io.undertone.job.kafka;

import static java.util.Objects.requireNonNull;

import io.undertone.job.JobException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Checks, before the job starts, that the broker answers and has all topics. */
public final class TopicCheck {

  /** Time between two attempts. */
  private static final Duration RETRY = Duration.ofSeconds(1);

  private TopicCheck() {}

  /**
   * The same as {@link #check(KafkaConfig)}, for a broker that may still be starting.
   *
   * @param wait how long to retry
   * @param words told what is waited for, at once and then each minute
   * @throws JobException if something is still missing after that time; at once if the broker
   *     refuses the job, since it would refuse it again
   */
  public static void check(KafkaConfig kafka, Duration wait, Consumer<String> words) {
    checkConfig(kafka);
    long start = System.nanoTime();
    long told = 0;
    while (true) {
      try {
        ask(kafka);
        return;
      } catch (JobException missing) {
        Duration waited = Duration.ofNanos(System.nanoTime() - start);
        if (waited.compareTo(wait) >= 0 || isFinal(missing)) {
          throw missing;
        }
        if (waited.toMinutes() >= told) {
          told = waited.toMinutes() + 1;
          words.accept(
              "Waiting for Kafka, %d s of %d s. %s"
                  .formatted(waited.toSeconds(), wait.toSeconds(), missing.getMessage()));
        }
        pause(missing);
      }
    }
  }

  /** Whether a retry would give the same. */
  private static boolean isFinal(JobException missing) {
    Throwable cause = missing.getCause();
    return cause instanceof AuthenticationException
        || cause instanceof AuthorizationException
        || cause instanceof InvalidTopicException;
  }

  private static void pause(JobException missing) {
    try {
      Thread.sleep(RETRY.toMillis());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw missing;
    }
  }

  /**
   * Checks that Kafka's clients take their properties, that the broker answers, that all topics
   * exist, and that what is too large to be a review is not too large to be rejected.
   *
   * @throws JobException if not, saying what to do
   */
  public static void check(KafkaConfig kafka) {
    checkConfig(kafka);
    ask(kafka);
  }

  /** Checks what no broker can mend, so that nobody waits for it. */
  private static void checkConfig(KafkaConfig kafka) {
    requireApart(kafka);
    ClientProperties.check(kafka);
  }

  private static void ask(KafkaConfig kafka) {
    try (Admin admin = Admin.create(kafka.adminProperties())) {
      check(admin, kafka, kafka.topics());
      RecordSizes.check(admin, kafka);
    } catch (KafkaException failure) {
      throw BrokerFailure.of(kafka, failure);
    }
  }

  /**
   * Checks that all topics differ: otherwise the job would read its own results, or its consumers
   * would find rejects among the results.
   */
  private static void requireApart(KafkaConfig kafka) {
    String models = kafka.models();
    if (Set.copyOf(kafka.topics()).size() < kafka.topics().size()) {
      throw new JobException(
          "Choosing the topics",
          "another topic for each end",
          "reviews '%s', sentiments '%s', rejected '%s'%s"
              .formatted(
                  kafka.reviews(),
                  kafka.sentiments(),
                  kafka.rejected(),
                  models == null ? "" : ", models '" + models + "'"),
          "Give each end a topic of its own.");
    }
  }

  /**
   * Checks that the broker answers and that the topic of reviews exists.
   *
   * @throws JobException if not, saying what to do
   */
  public static void checkReviews(KafkaConfig kafka) {
    checkOnly(kafka.reviews(), kafka);
  }

  /** The same of another topic. */
  static void checkOnly(String topic, KafkaConfig kafka) {
    ClientProperties.check(kafka);
    try (Admin admin = Admin.create(kafka.adminProperties())) {
      check(admin, kafka, List.of(topic));
    } catch (KafkaException failure) {
      throw BrokerFailure.of(kafka, failure);
    }
  }

  private static void check(Admin admin, KafkaConfig kafka, List<String> topics) {
    Map<String, KafkaFuture<TopicDescription>> found =
        admin.describeTopics(topics).topicNameValues();
    List<String> missing = new ArrayList<>();
    for (String topic : topics) {
      TopicDescription described = described(topic, requireNonNull(found.get(topic)), kafka);
      if (described == null) {
        missing.add(topic);
      } else if (topic.equals(kafka.models())) {
        requireOrder(topic, described.partitions().size());
      }
    }
    if (!missing.isEmpty()) {
      throw missing(topics, missing, kafka);
    }
  }

  /** Records of several partitions have no order, so no deployment would be the last. */
  private static void requireOrder(String models, int partitions) {
    if (partitions > 1) {
      throw new JobException(
          "Looking at the control topic '" + models + "'",
          "one partition, since deployments need an order",
          String.valueOf(partitions),
          "Create another with --partitions 1, and name that.");
    }
  }

  /** A topic's description; null if it does not exist. */
  private static @Nullable TopicDescription described(
      String topic, KafkaFuture<TopicDescription> described, KafkaConfig kafka) {
    try {
      return described.get();
    } catch (ExecutionException failure) {
      if (failure.getCause() instanceof UnknownTopicOrPartitionException) {
        return null;
      }
      if (failure.getCause() instanceof TopicAuthorizationException refused) {
        throw BrokerFailure.noRight(kafka, "for '" + topic + "'", refused);
      }
      throw BrokerFailure.of(kafka, failure);
    } catch (InterruptedException interrupted) {
      throw BrokerFailure.of(kafka, interrupted);
    }
  }

  private static JobException missing(
      List<String> topics, List<String> missing, KafkaConfig kafka) {
    String commands =
        missing.stream()
            .map(
                topic ->
                    "\n  kafka-topics.sh --bootstrap-server %s --create --topic %s%s"
                        .formatted(
                            kafka.bootstrapServers(),
                            topic,
                            topic.equals(kafka.models()) ? " --partitions 1" : ""))
            .reduce("", String::concat);
    return new JobException(
        "Looking for the topics on " + kafka.bootstrapServers(),
        quoted(topics).replaceFirst(", ([^,]*)$", " and $1"),
        "no " + quoted(missing),
        "Create what is missing, or name other topics:" + commands);
  }

  private static String quoted(List<String> topics) {
    return topics.stream().map(topic -> "'" + topic + "'").collect(Collectors.joining(", "));
  }
}
