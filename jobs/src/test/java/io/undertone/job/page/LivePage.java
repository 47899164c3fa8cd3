package io.undertone.job.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.undertone.cell.ModelLease;
import io.undertone.job.kafka.ExactlyOnce;
import io.undertone.job.kafka.KafkaConfig;
import io.undertone.job.kafka.KafkaJob;
import io.undertone.job.kafka.TestJob;
import io.undertone.job.kafka.TestKafka;
import io.undertone.job.kafka.TestReviews;
import io.undertone.job.local.RunningJob;
import io.undertone.operator.model.ModelSource;
import io.undertone.operator.settings.SentimentSettings;
import java.util.List;
import java.util.function.Predicate;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The live job on topics of its own, with a page beside it, as the demo has it. */
final class LivePage implements AutoCloseable {

  private static final long PATIENCE_NANOS = 90_000_000_000L;

  private final KafkaConfig kafka;
  private final ModelLease lease;
  private final RunningJob job;
  private final DemoPage page = DemoPage.bind(0);
  private final Ask ask = new Ask(page.address());

  private LivePage(KafkaConfig kafka, ModelLease lease, RunningJob job) {
    this.kafka = kafka;
    this.lease = lease;
    this.job = job;
  }

  static LivePage start(ModelSource model, SentimentSettings settings) throws Exception {
    KafkaConfig kafka = TestKafka.config(2, false);
    StreamExecutionEnvironment environment = TestJob.environment(2).create();
    new KafkaJob(kafka, new ExactlyOnce(kafka.group(), TestJob.INTERVAL))
        .define(environment, model, settings);
    ModelLease lease = model.lease(settings.device());
    LivePage live = new LivePage(kafka, lease, RunningJob.start(environment, "a job with a page"));
    live.page.start(kafka, lease.model(), settings);
    return live;
  }

  String address() {
    return page.address();
  }

  Ask ask() {
    return ask;
  }

  /** Sends reviews from outside, as any producer does. */
  void send(List<String> lines) throws Exception {
    TestKafka.send(kafka, TestReviews.records(kafka.reviews(), lines));
  }

  /** Everything that the page shows, once it shows a row like this. */
  JsonNode await(Predicate<JsonNode> row) throws Exception {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    ArrayNode seen = JsonNodeFactory.instance.arrayNode();
    while (System.nanoTime() < deadline) {
      JsonNode news = ask.get("/stream?after=" + seen.size()).json();
      news.path("rows").forEach(seen::add);
      for (JsonNode each : seen) {
        if (row.test(each)) {
          return news;
        }
      }
      Thread.sleep(20);
    }
    throw new AssertionError("not among " + seen.size() + " rows");
  }

  /** The job's answer to a review, once it is shown. */
  JsonNode answer(String reviewId) throws Exception {
    JsonNode[] found = new JsonNode[1];
    await(
        row -> {
          found[0] = row.path("result");
          return found[0].path("review_id").asText().equals(reviewId);
        });
    return found[0];
  }

  @Override
  public void close() {
    page.close();
    job.close();
    lease.close();
  }
}
