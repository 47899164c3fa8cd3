package io.undertone.job.kafka;

import static java.util.Objects.requireNonNull;

import io.undertone.job.JobException;
import java.util.concurrent.ExecutionException;
import org.apache.flink.util.ExceptionUtils;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;

/** Says what to do where a broker cannot be asked, or refuses; never shows a secret. */
final class BrokerFailure {

  private BrokerFailure() {}

  /**
   * What to say of a failure.
   *
   * @param thrown by Kafka's client, or while waiting for it; the thread stays interrupted
   */
  static JobException of(KafkaConfig kafka, Throwable thrown) {
    if (thrown instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    Throwable failure =
        thrown instanceof ExecutionException ? requireNonNull(thrown.getCause()) : thrown;
    if (failure instanceof AuthenticationException) {
      return new JobException(
          "Connecting to Kafka at " + kafka.bootstrapServers(),
          "a broker that lets the job in",
          JobException.found(failure),
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
          JobException.found(failure),
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
    String patience =
        kafka.adminProperties().getProperty(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG);
    return new JobException(
        "Connecting to Kafka at " + kafka.bootstrapServers(),
        "a broker that answers",
        failure instanceof TimeoutException
            ? "none within " + patience + " ms"
            : JobException.found(JobException.root(failure)),
        "Check --bootstrap-servers, that the broker runs, and, where it asks for them, security"
            + " settings given by --kafka-property.",
        failure);
  }

  /** The broker refuses what was asked. */
  static JobException noRight(KafkaConfig kafka, String what, Throwable failure) {
    return new JobException(
        "Asking Kafka at " + kafka.bootstrapServers() + " " + what,
        "the right to",
        JobException.found(failure),
        "Give the user the right, or name other topics and another group; RUNBOOK.md lists the rights.",
        failure);
  }

  /** Kafka's message about a JAAS configuration quotes parts of it. */
  private static boolean isOfJaas(Throwable failure) {
    return ExceptionUtils.findThrowableWithMessage(failure, "JAAS config").isPresent();
  }
}
