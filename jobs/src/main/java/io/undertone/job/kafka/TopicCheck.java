package io.undertone.job.kafka;

import static java.util.Objects.requireNonNull;

import io.undertone.job.JobException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.flink.util.ExceptionUtils;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * Checks, before the job starts, that the broker answers and has all topics. Waits at most {@link
 * #PATIENCE}, unless the user's properties say otherwise.
 */
public final class TopicCheck {

  /** How long a broker may take to answer. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

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
    try (Admin admin = Admin.create(settings(kafka))) {
      check(admin, kafka, kafka.topics());
      RecordSizes.check(admin, kafka);
    } catch (KafkaException failure) {
      throw unreachable(kafka, failure);
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
    ClientProperties.check(kafka);
    try (Admin admin = Admin.create(settings(kafka))) {
      check(admin, kafka, List.of(kafka.reviews()));
    } catch (KafkaException failure) {
      throw unreachable(kafka, failure);
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

  /** An admin client's settings. */
  static Properties settings(KafkaConfig kafka) {
    Properties settings = kafka.clientProperties();
    String patience = String.valueOf(PATIENCE.toMillis());
    settings.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
    settings.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, patience);
    settings.putIfAbsent(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, patience);
    return settings;
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
        throw noRight(kafka, "for '" + topic + "'", refused);
      }
      throw unreachable(kafka, requireNonNull(failure.getCause()));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw unreachable(kafka, interrupted);
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

  static JobException unreachable(KafkaConfig kafka, Throwable failure) {
    if (failure instanceof AuthenticationException) {
      return new JobException(
          "Connecting to Kafka at " + kafka.bootstrapServers(),
          "a broker that lets the job in",
          JobException.words(failure),
          "Check user, password, sasl.mechanism and trust store among the properties given to Kafka.",
          failure);
    }
    if (failure instanceof AuthorizationException) {
      return noRight(kafka, "what the job needs", failure);
    }
    if (failure instanceof InvalidTopicException) {
      return new JobException(
          "Looking for the topics on " + kafka.bootstrapServers(),
          "names that Kafka allows: letters, digits, '.', '_' and '-', 249 at most",
          JobException.words(failure),
          "Name other topics.",
          failure);
    }
    if (isOfJaas(failure)) {
      boolean given = kafka.clientProperties().containsKey(SaslConfigs.SASL_JAAS_CONFIG);
      return new JobException(
          "Preparing to connect to Kafka at " + kafka.bootstrapServers(),
          "a sasl.jaas.config of the form: LOGIN_MODULE required username=\"…\" password=\"…\";",
          given ? "another" : "none",
          given
              ? "Mend it; what is wrong with it is not shown, since the password may be."
              : "Give one by --kafka-property or, for secrets from files, by --config.",
          new SaslAuthenticationException("sasl.jaas.config cannot be read"));
    }
    boolean silent = failure instanceof TimeoutException;
    return new JobException(
        "Connecting to Kafka at " + kafka.bootstrapServers(),
        "a broker that answers",
        silent
            ? "none within " + patience(kafka) + " ms"
            : JobException.words(JobException.root(failure)),
        "Check --bootstrap-servers, that the broker runs, and, where it asks for them, security"
            + " settings given by --kafka-property.",
        failure);
  }

  private static JobException noRight(KafkaConfig kafka, String what, Throwable failure) {
    return new JobException(
        "Asking Kafka at " + kafka.bootstrapServers() + " " + what,
        "the right to",
        JobException.words(failure),
        "Give the user the right, or name other topics and another group; RUNBOOK.md lists the rights.",
        failure);
  }

  /** Kafka's message about a JAAS configuration quotes parts of it. */
  private static boolean isOfJaas(Throwable failure) {
    return ExceptionUtils.findThrowableWithMessage(failure, "JAAS config").isPresent();
  }

  private static String patience(KafkaConfig kafka) {
    return settings(kafka).getProperty(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG);
  }
}
