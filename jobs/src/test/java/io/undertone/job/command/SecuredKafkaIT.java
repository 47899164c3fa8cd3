package io.undertone.job.command;

import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.undertone.job.broker.EmbeddedBroker;
import io.undertone.job.chaos.Waiting;
import io.undertone.job.kafka.KafkaConfig;
import io.undertone.job.kafka.TestKafka;
import io.undertone.job.kafka.TestReviews;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.metadata.authorizer.StandardAuthorizer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The job against a broker that asks who is there, over TLS, told through the YAML file, and with
 * the rights that RUNBOOK.md lists, and no more. The listener that asks nothing serves the test
 * alone; the job knows only the other.
 */
class SecuredKafkaIT {

  /** What would break if it were pasted between quotes as it is. */
  private static final String PASSWORD = "s3cret \"quoted\" \\ and; long";

  private static final String STORE_PASSWORD = "store-password";
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final List<String> REVIEWS = TestReviews.lines(1);

  @TempDir static Path secrets;

  private static EmbeddedBroker broker;

  @TempDir Path folder;

  private final StringWriter messages = new StringWriter();

  @BeforeAll
  static void startsABrokerThatAsks() throws Exception {
    System.setProperty("undertone.bundles", String.valueOf(TestReviews.BUNDLE.getParent()));
    keytool("-genkeypair", "-keyalg", "RSA", "-dname", "CN=localhost", "-ext", "SAN=dns:localhost");
    keytool("-exportcert", "-rfc", "-file", secrets.resolve("broker.pem").toString());
    Files.writeString(secrets.resolve("password"), PASSWORD + "\n");
    Files.writeString(secrets.resolve("wrong"), "not-the-password\n");
    broker = EmbeddedBroker.start(settings());
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      ScramCredentialInfo scram = new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096);
      admin
          .alterUserScramCredentials(
              List.of(new UserScramCredentialUpsertion("job", scram, PASSWORD)))
          .all()
          .get();
    }
  }

  @AfterAll
  static void stopsTheBroker() {
    broker.close();
  }

  @ParameterizedTest
  @CsvSource({
    "PLAIN, org.apache.kafka.common.security.plain.PlainLoginModule",
    "SCRAM-SHA-512, org.apache.kafka.common.security.scram.ScramLoginModule"
  })
  void answersEveryReviewOfASecuredBroker(String mechanism, String login) throws Exception {
    KafkaConfig kafka = config(mechanism);
    broker.createTopics(2, kafka.reviews(), kafka.sentiments(), kafka.rejected());
    grantWhatTheRunbookLists(kafka);
    TestKafka.send(kafka, TestReviews.records(kafka.reviews(), REVIEWS));

    assertThat(run(kafka, mechanism, login, "password")).describedAs(messages.toString()).isZero();
    assertThat(TestKafka.committed(kafka, kafka.sentiments())).hasSameSizeAs(REVIEWS);
    assertThat(messages.toString()).doesNotContain(PASSWORD);
  }

  @ParameterizedTest
  @CsvSource({
    "PLAIN, org.apache.kafka.common.security.plain.PlainLoginModule,"
        + " Authentication failed: Invalid username or password",
    "SCRAM-SHA-512, org.apache.kafka.common.security.scram.ScramLoginModule,"
        + " Authentication failed during authentication due to invalid credentials with SASL"
        + " mechanism SCRAM-SHA-512"
  })
  void saysThatAPasswordIsWrongWithoutWaitingForKafka(String mechanism, String login, String why)
      throws Exception {
    long start = System.nanoTime();

    assertThat(run(config(mechanism), mechanism, login, "wrong")).isEqualTo(1);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PATIENCE);
    assertThat(messages.toString())
        .isEqualTo(
            "Connecting to Kafka at "
                + broker.bootstrapServers("SECURED")
                + ": expected a broker that lets the job in, found this: "
                + why
                + ". Check user, password, sasl.mechanism and trust store among the properties"
                + " given to Kafka."
                + System.lineSeparator());
  }

  @Test
  void saysThatARightIsMissingWithoutWaitingForIt() throws Exception {
    KafkaConfig kafka = config("nobodys");
    broker.createTopics(1, kafka.reviews(), kafka.sentiments(), kafka.rejected());
    String login = "org.apache.kafka.common.security.plain.PlainLoginModule";

    assertThat(run(kafka, "PLAIN", login, "password")).isEqualTo(1);
    assertThat(messages.toString())
        .isEqualTo(
            "Asking Kafka at "
                + broker.bootstrapServers("SECURED")
                + " for 'reviews-nobodys': expected the right to, found this: Topic authorization"
                + " failed. Give the user the right, or name other topics and another group;"
                + " RUNBOOK.md lists the rights."
                + System.lineSeparator());
  }

  /** Grants them, and waits until the broker has heard of them from its controller. */
  private static void grantWhatTheRunbookLists(KafkaConfig kafka) throws Exception {
    List<AclBinding> rights = new ArrayList<>();
    allow(rights, ResourceType.TOPIC, kafka.reviews(), READ, DESCRIBE, DESCRIBE_CONFIGS);
    allow(rights, ResourceType.TOPIC, kafka.sentiments(), WRITE, DESCRIBE);
    allow(rights, ResourceType.TOPIC, kafka.rejected(), WRITE, DESCRIBE, DESCRIBE_CONFIGS);
    allow(rights, ResourceType.GROUP, kafka.group(), READ, DESCRIBE);
    allow(rights, ResourceType.TRANSACTIONAL_ID, kafka.group(), WRITE, DESCRIBE);
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      admin.createAcls(rights).all().get();
      Waiting.until(
          "the broker knows the rights",
          () -> admin.describeAcls(AclBindingFilter.ANY).values().get().containsAll(rights));
    }
  }

  private static void allow(
      List<AclBinding> rights, ResourceType type, String name, AclOperation... operations) {
    PatternType pattern =
        type == ResourceType.TRANSACTIONAL_ID ? PatternType.PREFIXED : PatternType.LITERAL;
    for (AclOperation operation : operations) {
      rights.add(
          new AclBinding(
              new ResourcePattern(type, name, pattern),
              new AccessControlEntry("User:job", "*", operation, AclPermissionType.ALLOW)));
    }
  }

  @Test
  void saysThatALoginCannotBeReadWithoutShowingIt() throws Exception {
    String halfALogin = "Login required password=${file:" + secrets.resolve("password") + "}";
    Path job = job(config("PLAIN"), "PLAIN", halfALogin);

    assertThat(run(job)).isEqualTo(1);
    assertThat(messages.toString())
        .startsWith(
            "Preparing to connect to Kafka at "
                + broker.bootstrapServers("SECURED")
                + ": expected a sasl.jaas.config of the form: LOGIN_MODULE required"
                + " username=\"…\" password=\"…\";, found another.")
        .doesNotContain("s3cret", "quoted", "long");
  }

  private int run(KafkaConfig kafka, String mechanism, String login, String password)
      throws IOException {
    return run(
        job(
            kafka,
            mechanism,
            "%s required username=\"job\" password=\"${file:%s}\";"
                .formatted(login, secrets.resolve(password))));
  }

  private int run(Path job) {
    return CommandLines.execute(new PrintWriter(messages, true), "run", "--config", job.toString());
  }

  /** The file that says all that the job is told. */
  private Path job(KafkaConfig kafka, String mechanism, String login) throws IOException {
    return Files.writeString(
        folder.resolve("job.yaml"),
        """
        bootstrap-servers: %s
        reviews: %s
        sentiments: %s
        rejected: %s
        group: %s
        bounded: true
        wait-for-kafka: 10min
        parallelism: 2
        checkpoint-dir: %s
        checkpoint-interval: 300ms
        transactional-id-prefix: %s
        kafka-property:
          security.protocol: SASL_SSL
          sasl.mechanism: %s
          sasl.jaas.config: %s
          ssl.truststore.type: PEM
          ssl.truststore.location: %s
        """
            .formatted(
                broker.bootstrapServers("SECURED"),
                kafka.reviews(),
                kafka.sentiments(),
                kafka.rejected(),
                kafka.group(),
                folder.resolve("checkpoints"),
                kafka.group(),
                mechanism,
                login,
                secrets.resolve("broker.pem")));
  }

  /** The topics of a mechanism, as the test reaches them. */
  private static KafkaConfig config(String mechanism) {
    return new KafkaConfig(
        broker.bootstrapServers(),
        "reviews-" + mechanism,
        "sentiments-" + mechanism,
        "rejected-" + mechanism,
        "group-" + mechanism,
        Map.of(),
        true);
  }

  private static Map<String, String> settings() {
    String escaped = PASSWORD.replace("\\", "\\\\").replace("\"", "\\\"");
    return Map.of(
        "authorizer.class.name", StandardAuthorizer.class.getName(),
        "super.users", "User:ANONYMOUS",
        "listeners", "EXTERNAL://localhost:0,CONTROLLER://localhost:0,SECURED://localhost:0",
        "listener.security.protocol.map",
            "EXTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT,SECURED:SASL_SSL",
        "listener.name.secured.ssl.keystore.type", "PKCS12",
        "listener.name.secured.ssl.keystore.location", secrets.resolve("broker.p12").toString(),
        "listener.name.secured.ssl.keystore.password", STORE_PASSWORD,
        "listener.name.secured.sasl.enabled.mechanisms", "PLAIN,SCRAM-SHA-512",
        "listener.name.secured.plain.sasl.jaas.config",
            "org.apache.kafka.common.security.plain.PlainLoginModule required user_job=\"%s\";"
                .formatted(escaped),
        "listener.name.secured.scram-sha-512.sasl.jaas.config",
            "org.apache.kafka.common.security.scram.ScramLoginModule required;");
  }

  /** The JDK's own tool, on the broker's key store. */
  private static void keytool(String... words) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin/keytool").toString()));
    command.addAll(List.of(words));
    command.addAll(List.of("-keystore", secrets.resolve("broker.p12").toString()));
    command.addAll(List.of("-storepass", STORE_PASSWORD, "-alias", "broker"));
    Process tool =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(secrets.resolve("keytool.log").toFile())
            .start();
    assertThat(tool.waitFor()).isZero();
  }
}
