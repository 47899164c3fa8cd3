package io.undertone.job.monitoring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.undertone.job.JobEnvironment;
import io.undertone.job.StateBackend;
import io.undertone.job.chaos.Waiting;
import io.undertone.job.deploy.LiveJob;
import io.undertone.job.kafka.TestJob;
import io.undertone.job.kafka.TestKafka;
import io.undertone.operator.deploy.StatePolicy;
import io.undertone.operator.settings.Answering;
import io.undertone.operator.settings.SentimentSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.metrics.prometheus.PrometheusReporterFactory;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A live job with a deployment, rejects, tombstones and a warm start gives data to every query of
 * the dashboard, and to those of the alerts.
 */
class MonitoringIT {

  private static final Path MONITORING = Path.of("../docker/monitoring");
  private static final Path ALERTS = MONITORING.resolve("alerts.yml");
  private static final Pattern SELECTOR = Pattern.compile("(flink_\\w+)(?:\\{([^}]*)})?");
  private static final Pattern SAMPLE = Pattern.compile("(flink_\\w+)\\{(.*)} \\S+");
  private static final Pattern NAME = Pattern.compile("[a-zA-Z]+");

  /** What the metrics are told apart by, beside their names. */
  private static final Set<String> LABELS =
      Set.of("by", "and", "reason", "cause", "model", "device");

  /** Points in time, and what is seen by rows and their time already. */
  private static final Set<String> WITHOUT_PANEL =
      Set.of("unansweredLast", "answersFrom", "cellRuns");

  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");

  /** After the first of the reviews that {@link LiveJob} sends. */
  private static final int UNANSWERED = 20;

  private static final Answering ANSWERED =
      new Answering(1_700_000_000_000L + UNANSWERED, false, Long.MIN_VALUE);

  @TempDir private static Path folder;

  @SuppressWarnings("NullAway.Init") // set before all
  private static LiveJob job;

  private static int port;

  /** One thing that is published: a metric's name and labels. */
  private record Published(String name, Map<String, String> labels) {}

  @BeforeAll
  static void startTheJob() throws Exception {
    TestKafka.broker(); // it, too, takes ports that are free
    port = Prometheus.freePort();
    JobEnvironment environment =
        TestJob.environment(2)
            .stateBackend(StateBackend.ROCKSDB)
            .with(text("metrics.reporters"), "p")
            .with(
                text("metrics.reporter.p.factory.class"), PrometheusReporterFactory.class.getName())
            .with(text("metrics.reporter.p.port"), String.valueOf(port));
    SentimentSettings settings = TestJob.SETTINGS.with(ANSWERED).withUniqueFor(Duration.ofDays(7));
    job = new LiveJob(settings, environment);
    send();
    assertThat(job.ended(job.deploy(LiveJob.GRU, StatePolicy.RESET)).reason()).isNull();
    send();
    job.awaitAnswersBut(UNANSWERED); // so that no memory is reset while alerts are looked at
  }

  @AfterAll
  static void stopTheJob() {
    job.close();
  }

  @Test
  void whatIsAskedForIsPublished() throws Exception {
    List<String> asked = new ArrayList<>(panels());
    alerts().forEach(alert -> asked.add(alert.path("expr").asText()));
    assertThat(asked).hasSizeGreaterThan(40);

    Waiting.until("RocksDB says what it holds", () -> scrape().toString().contains("num_keys"));
    List<Published> published = scrape();
    assertThat(asked).allMatch(query -> isAnswered(query, published));
  }

  /** A counter that nobody looks at may as well not be there. */
  @Test
  void everyMetricThatIsDocumentedHasAPanel() throws Exception {
    List<String> panels = panels();
    List<String> documented =
        Files.readString(Path.of("README.md"))
            .lines()
            .dropWhile(line -> !line.equals("| metric | of | counts |"))
            .takeWhile(line -> line.startsWith("|"))
            .skip(2)
            .flatMap(line -> NAME.matcher(line.substring(1, line.indexOf(" | "))).results())
            .map(MatchResult::group)
            .filter(name -> !LABELS.contains(name) && !WITHOUT_PANEL.contains(name))
            .toList();

    assertThat(documented).hasSizeGreaterThan(25);
    assertThat(documented)
        .allMatch(name -> panels.stream().anyMatch(query -> query.contains("_" + name)));
  }

  @Test
  void prometheusHasDataForEachPanel() throws Exception {
    assumeTrue(Prometheus.program() != null, Prometheus.NAME + " is not on the path");
    try (Prometheus prometheus = Prometheus.start(folder, ALERTS, port)) {
      Waiting.until("Prometheus is ready", prometheus::isReady);
      List<String> empty = new ArrayList<>(panels());
      Waiting.until(
          "data for " + empty,
          () -> {
            send();
            for (String query : List.copyOf(empty)) {
              if (!prometheus.query(query).isEmpty()) {
                empty.remove(query);
              }
            }
            return empty.isEmpty();
          });
      Waiting.until(
          "all alerts are looked at",
          () ->
              prometheus.alerts().filter(a -> a.path("health").asText().equals("ok")).count()
                  == alerts().size());
      assertThat(prometheus.alerts())
          .filteredOn(alert -> alert.path("state").asText().equals("firing"))
          .isEmpty();
    }
  }

  /** Reviews, a tombstone of a user, one of nobody, and what is no review. */
  private static void send() throws Exception {
    job.send(50);
    String reviews = job.kafka.reviews();
    TestKafka.send(
        job.kafka,
        List.of(
            new ProducerRecord<>(reviews, "u1".getBytes(UTF_8), null),
            new ProducerRecord<>(reviews, "nobody".getBytes(UTF_8), null),
            new ProducerRecord<>(reviews, "no review".getBytes(UTF_8))));
  }

  /** Whether one of the alternatives finds all that it names. */
  private static boolean isAnswered(String query, List<Published> published) {
    return List.of(query.split(" or ")).stream()
        .anyMatch(
            one ->
                SELECTOR
                    .matcher(one)
                    .results()
                    .allMatch(
                        found -> {
                          Map<String, String> labels = labels(String.valueOf(found.group(2)));
                          return published.stream()
                              .filter(each -> each.name().equals(found.group(1)))
                              .anyMatch(
                                  each -> each.labels().entrySet().containsAll(labels.entrySet()));
                        }));
  }

  private static List<Published> scrape() throws IOException, InterruptedException {
    return Prometheus.text("http://localhost:" + port + "/metrics")
        .lines()
        .map(SAMPLE::matcher)
        .filter(Matcher::matches)
        .map(sample -> new Published(sample.group(1), labels(sample.group(2))))
        .toList();
  }

  private static Map<String, String> labels(String text) {
    Map<String, String> labels = new HashMap<>();
    LABEL.matcher(text).results().forEach(one -> labels.put(one.group(1), one.group(2)));
    return labels;
  }

  private static List<String> panels() throws IOException {
    return new ObjectMapper()
        .readTree(MONITORING.resolve("dashboard.json").toFile())
        .findValuesAsText("expr");
  }

  private static List<JsonNode> alerts() throws IOException {
    return new ObjectMapper(new YAMLFactory()).readTree(ALERTS.toFile()).findParents("alert");
  }

  private static ConfigOption<String> text(String key) {
    return ConfigOptions.key(key).stringType().noDefaultValue();
  }
}
