package io.undertone.job.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.undertone.job.JobEnvironment;
import io.undertone.job.chaos.Waiting;
import io.undertone.job.demo.Sample;
import io.undertone.job.kafka.ExactlyOnce;
import io.undertone.job.kafka.KafkaConfig;
import io.undertone.job.kafka.TestJob;
import io.undertone.job.kafka.TestKafka;
import io.undertone.job.kafka.TestReviews;
import io.undertone.job.kafka.TrappedJob;
import io.undertone.job.local.RunningJob;
import io.undertone.operator.deploy.Deployment;
import io.undertone.operator.deploy.DeploymentJson;
import io.undertone.operator.deploy.DeploymentOutcome;
import io.undertone.operator.deploy.StatePolicy;
import io.undertone.operator.model.ModelSource;
import io.undertone.operator.settings.SentimentSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.producer.ProducerRecord;

/** A stream, a control topic, and the job between them, which may stop and go on. */
public final class LiveJob implements AutoCloseable {

  public static final Path LSTM = TestReviews.BUNDLE;
  public static final Path GRU = LSTM.resolveSibling("reviews-en-gru");

  /** Its token cell remembers users, so scoring reads the ids. */
  static final Path RNN = LSTM.resolveSibling("reviews-en-rnn");

  static final String LSTM_ID = TestReviews.id(LSTM);
  static final String GRU_ID = TestReviews.id(GRU);

  /** By what results call them. */
  static final Map<String, Path> BUNDLES =
      Map.of(LSTM_ID, LSTM, GRU_ID, GRU, TestReviews.id(RNN), RNN);

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Between two looks for an answer, with reviews sent at each. */
  private static final Duration PACE = Duration.ofMillis(50);

  private static final List<String> SAMPLE = Sample.lines();
  private static final int USERS = 23;

  public final KafkaConfig kafka;
  private final String topic;
  private final SentimentSettings settings;
  private final Map<String, String> sent = new LinkedHashMap<>();
  private RunningJob job;
  private int deployments;

  /** Starts on {@link #LSTM}. */
  public LiveJob(SentimentSettings settings, JobEnvironment environment) throws Exception {
    KafkaConfig plain = TestKafka.config(2, false);
    this.topic = plain.reviews() + "-models";
    this.kafka = plain.withModels(topic);
    this.settings = settings;
    TestKafka.broker().createTopics(1, topic);
    this.job = start(kafka, LSTM, environment);
  }

  private RunningJob start(KafkaConfig between, Path model, JobEnvironment settled)
      throws Exception {
    StreamExecutionEnvironment environment = settled.create();
    TrappedJob.define(
        environment,
        between,
        new ExactlyOnce(kafka.group(), TestJob.INTERVAL),
        ModelSource.at(model.toString()),
        settings);
    return RunningJob.start(environment, "with deployments");
  }

  /** Sends the next so many reviews, of users in turn. */
  public void send(int count) throws Exception {
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int number = sent.size();
      String user = "u" + number % USERS;
      String text = TestReviews.parse(SAMPLE.get(number % SAMPLE.size())).path("text").toString();
      String line =
          "{\"review_id\":\"r%d\",\"user_id\":\"%s\",\"timestamp\":%d,\"text\":%s}"
              .formatted(number, user, 1_700_000_000_000L + number, text);
      sent.put("r" + number, line);
      records.add(
          new ProducerRecord<>(kafka.reviews(), user.getBytes(UTF_8), line.getBytes(UTF_8)));
    }
    TestKafka.send(kafka, records);
  }

  /** Each review that was sent, by its id. */
  Map<String, String> sent() {
    return sent;
  }

  /** Why deployments were refused, by all answers. */
  List<String> reasons() {
    return TestKafka.committed(kafka, topic).stream()
        .map(record -> new String(record.value(), UTF_8))
        .filter(json -> json.contains("\"reason\""))
        .map(json -> TestReviews.parse(json).path("reason").asText())
        .toList();
  }

  /** A review as it was sent. */
  String sent(JsonNode result) {
    return requireNonNull(sent.get(result.path("review_id").asText()));
  }

  /** Asks for a model; gives the deployment's id. */
  public String deploy(Path bundle, StatePolicy policy) throws Exception {
    String id = "d" + deployments++; // as other jobs of this process call theirs
    ask(DeploymentJson.write(new Deployment(id, bundle.toUri().toString(), policy, null)));
    return id;
  }

  /** Puts a record on the control topic. */
  void ask(String record) throws Exception {
    TestKafka.send(kafka, List.of(new ProducerRecord<>(topic, record.getBytes(UTF_8))));
  }

  /** What became of a deployment, with reviews coming all the while. */
  public DeploymentOutcome ended(String deployment) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      Optional<DeploymentOutcome> end = end(deployment);
      if (end.isPresent()) {
        return end.get();
      }
      if (job.ended().isDone()) {
        job.await();
      }
      send(20);
      Thread.sleep(PACE.toMillis());
    }
    throw new AssertionError("Nobody answered deployment " + deployment + " in " + PATIENCE);
  }

  /** The answer, if there is one. */
  Optional<DeploymentOutcome> end(String deployment) {
    List<DeploymentOutcome> all =
        TestKafka.committed(kafka, topic).stream()
            .flatMap(record -> DeploymentJson.answer(record.value(), deployment).stream())
            .toList();
    if (all.size() > 1) {
      throw new AssertionError("Answered more than once: " + all);
    }
    return all.stream().findFirst();
  }

  /** Whatever was said, be it taken back later. */
  List<JsonNode> said() {
    return TestKafka.uncommitted(kafka, kafka.sentiments(), 0).stream()
        .map(record -> TestReviews.parse(new String(record.value(), UTF_8)))
        .toList();
  }

  /** Every committed result. */
  List<JsonNode> committed() {
    return TestKafka.committed(kafka, kafka.sentiments()).stream()
        .map(record -> TestReviews.parse(new String(record.value(), UTF_8)))
        .toList();
  }

  /** Waits until all that was sent is answered for good. */
  void awaitAnswers() throws Exception {
    awaitAnswersBut(0);
  }

  /** The same where so many are not answered at all. */
  public void awaitAnswersBut(int unanswered) throws Exception {
    int answers = sent.size() - unanswered;
    Waiting.until(answers + " reviews are answered", () -> committed().size() >= answers);
  }

  /** Stops; gives the savepoint. */
  String stop(Path folder) throws Exception {
    return TestJob.stop(job.client(), folder);
  }

  /** Goes on from a savepoint. */
  void goOn(String savepoint, Path model, JobEnvironment environment) throws Exception {
    job = start(kafka, model, environment.restoreFrom(savepoint, false));
  }

  /** Goes on from a savepoint, as a job that takes no deployments. */
  void goOnWithoutDeployments(String savepoint, Path model, JobEnvironment environment)
      throws Exception {
    job = start(kafka.withModels(null), model, environment.restoreFrom(savepoint, true));
  }

  @Override
  public void close() {
    job.close();
  }
}
