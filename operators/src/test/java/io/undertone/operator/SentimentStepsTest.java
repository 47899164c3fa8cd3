package io.undertone.operator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.undertone.cell.DeviceChoice;
import io.undertone.cell.ExecutorKind;
import io.undertone.cell.ModelLease;
import io.undertone.cell.fake.FakeModel;
import io.undertone.event.Explanation;
import io.undertone.event.ForgetUser;
import io.undertone.event.Origin;
import io.undertone.event.RawRecord;
import io.undertone.event.RejectReason;
import io.undertone.event.RejectedReview;
import io.undertone.event.Review;
import io.undertone.event.Sentiment;
import io.undertone.event.Sentiment.Labelled;
import io.undertone.model.BundleException;
import io.undertone.model.Manifest;
import io.undertone.operator.FakeSource.Shape;
import io.undertone.operator.model.ModelSource;
import io.undertone.operator.settings.RecordFormat;
import io.undertone.operator.settings.RecordFormat.TimestampUnit;
import io.undertone.operator.settings.RecordFormat.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.apache.flink.util.CloseableIterator;
import org.apache.flink.util.ExceptionUtils;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The door, in a whole job: bytes in, sentiments out, and no type left to Kryo. */
class SentimentStepsTest {

  private final StreamExecutionEnvironment environment = environment();

  @Test
  void scoresRecordsAndPutsRejectsOnTheSide() throws Exception {
    var steps = steps(Shape.READER_WITH_MEMORY);
    var parsed =
        steps.parse(
            environment.fromData(
                RawRecord.TYPE,
                record("ann", "{'review_id':'1','user_id':'ann','text':'good'}"),
                record("ann", "{'review_id':'2','user_id':'ann','text':'good'}"),
                record("bob", "{'review_id':'3','text':'whose?'}"),
                record("ann", null),
                record("ann", "{'review_id':'4','user_id':'ann','text':'good'}")));
    CloseableIterator<RejectedReview> rejected =
        parsed.getSideOutput(SentimentSteps.REJECTED).collectAsync();
    CloseableIterator<Sentiment> scored =
        steps.score(steps.embed(steps.tokenize(parsed))).collectAsync();
    environment.execute();

    List<Sentiment> sentiments = list(scored);
    assertThat(sentiments).extracting(Sentiment::remembered).containsExactly(0, 1, 0);
    assertThat(sentiments).extracting(Sentiment::tokens).containsOnly(5);
    assertThat(sentiments.get(0).answer()).isEqualTo(sentiments.get(2).answer());
    assertThat(list(rejected))
        .extracting(RejectedReview::reason)
        .containsExactly(RejectReason.USER_MISSING);
  }

  @Test
  void readsRecordsAsTheSettingsSay() throws Exception {
    var format =
        new RecordFormat(
            Map.of("user_id", "who"), TimestampUnit.S, Value.CONNECT, RecordFormat.Key.JSON);
    var model = FakeSource.of(Shape.READER_WITH_MEMORY);
    var parsed =
        new SentimentSteps(model, Settings.slots(8).with(format))
            .parse(
                environment.fromData(
                    RawRecord.TYPE,
                    record(
                        "\"ann\"",
                        "{'schema':null,'payload':{'review_id':1,'who':'ann','text':'','timestamp':7}}"),
                    record("\"ann\"", null)));
    assertThat(list(parsed.executeAndCollect()))
        .containsExactly(
            new Review(new Origin("1", "ann", 7000, null), ""), new ForgetUser("ann", 1));
  }

  @Test
  void takesReviewsThatAnotherJobHas() throws Exception {
    for (Shape shape : Shape.values()) {
      var reviews = environment.fromData(review("ann"), review("bob"), review("ann"));
      List<Sentiment> sentiments = list(steps(shape).sentiments(reviews).executeAndCollect());
      assertThat(sentiments)
          .extracting(Sentiment::remembered)
          .containsExactly(0, 0, shape == Shape.READER ? 0 : 1);
    }
  }

  @Test
  void scoresARepeatOnceIfReviewsAreUnique() throws Exception {
    var reviews = environment.fromData(review("ann"), review("bob"), review("ann"), review("ann"));
    var unique = Settings.slots(8).withUniqueFor(Duration.ofDays(1));
    var steps = new SentimentSteps(FakeSource.of(Shape.READER_WITH_MEMORY), unique);
    assertThat(list(steps.sentiments(reviews).executeAndCollect()))
        .extracting(sentiment -> sentiment.origin().userId())
        .containsExactly("ann", "bob");
  }

  @Test
  void explainsEachScoreWithTheReviewsOwnAtTheEnd() throws Exception {
    for (Shape shape : Shape.values()) {
      var reviews = environment.fromData(review("ann"), review("bob"), review("ann"));
      List<Sentiment> plain = list(steps(shape).sentiments(reviews).executeAndCollect());
      List<Sentiment> explained = list(explaining(shape).sentiments(reviews).executeAndCollect());
      for (int i = 0; i < plain.size(); i++) {
        Labelled label = plain.get(i).labelled();
        Explanation explanation = Objects.requireNonNull(explained.get(i).labelled().explanation());
        assertThat(explanation.pieces().text()).isEqualTo("fine");
        assertThat(explanation.pieces().ends()).containsExactly(1, 2, 3, 4);
        assertThat(explanation.positive().get(3)).isEqualTo(label.probabilities().get(1));
        assertThat(explained.get(i).labelled().probabilities()).isEqualTo(label.probabilities());
        assertThat(label.explanation()).isNull();
      }
    }
  }

  @Test
  void refusesToExplainWithoutTheLabelPositive() {
    var settings = Settings.slots(8).withExplained(true);
    var model = FakeModel.reader().withLabels(List.of("bad", "good"));
    assertThatThrownBy(() -> settings.requireFit(model.manifest()))
        .isInstanceOf(BundleException.class)
        .hasMessage(
            "Explaining with fake-reader@1: expected a model with the label positive, found the"
                + " labels [bad, good]. Choose another model, or leave --explain out.");
  }

  @Test
  void refusesToReadWholeReviewsWithAGraphThatStepsOnly() {
    var settings = Settings.slots(8, ExecutorKind.SEQUENCE);
    assertThatThrownBy(() -> settings.requireFit(FakeModel.reader().manifest()))
        .isInstanceOf(BundleException.class)
        .hasMessage(
            "Choosing the executor sequence for fake-reader@1: expected a graph that reads whole"
                + " reviews, found only token.onnx, which steps from token to token. Choose the"
                + " executor cell or auto.");
  }

  @Test
  void refusesToStepACellThatHasNoSteps() {
    var model = FakeModel.reader().withoutSteps();
    assertThatThrownBy(() -> Settings.slots(8).requireFit(model.manifest()))
        .isInstanceOf(BundleException.class)
        .hasMessage(
            "Choosing the executor cell for fake-reader@1: expected a graph that steps its token"
                + " cell, found only token_sequence.onnx, which reads whole reviews. Choose the"
                + " executor sequence or auto: a bidirectional cell has no steps.");
  }

  @Test
  void staysOnTheSourcesSubtasksUpToTheKey() {
    var records = environment.fromData(RawRecord.TYPE, record("ann", "{}")).setParallelism(1);
    var steps = steps(Shape.READER_WITH_MEMORY);
    var moved = records.rebalance().map(record -> record).setParallelism(2);
    steps.score(steps.embed(steps.tokenize(steps.parse(moved)))).print();
    List<String> edges = new ArrayList<>();
    for (StreamNode node : environment.getStreamGraph().getStreamNodes()) {
      node.getInEdges()
          .forEach(edge -> edges.add(node.getOperatorName() + " " + edge.getPartitioner()));
    }
    assertThat(edges)
        .contains(
            "parse-reviews FORWARD",
            "tokenize-reviews FORWARD",
            "embed-reviews FORWARD",
            "score-reviews HASH");
  }

  @Test
  void readsTheManifestOnce() {
    var model = new Counted(FakeSource.of(Shape.READER_WITH_MEMORY), new AtomicInteger());
    new SentimentSteps(model, Settings.slots(8)).sentiments(environment.fromData(review("ann")));
    assertThat(model.manifests()).hasValue(1);
  }

  @Test
  void oneSubtaskTakesDeploymentsHoweverManyReadThem() {
    var records = environment.fromData(RawRecord.TYPE, record("d", "{}")).setParallelism(1);
    var deployments = records.rebalance().map(record -> record).setParallelism(2);
    SentimentSteps.deployable(
        FakeSource.of(Shape.READER), Settings.slots(8), deployments, DataStream::print);
    assertThat(environment.getStreamGraph().getStreamNodes())
        .filteredOn(node -> node.getOperatorName().equals("take-deployments"))
        .extracting(StreamNode::getParallelism, StreamNode::getTransformationUID)
        .containsExactly(tuple(1, "take-deployments"));
  }

  @Test
  void refusesBatchModeWhichKeepsOneUsersMemoryAtATime() {
    environment.setRuntimeMode(RuntimeExecutionMode.BATCH);
    var sentiments = steps(Shape.READER_WITH_MEMORY).sentiments(environment.fromData(review("a")));
    assertThatThrownBy(() -> list(sentiments.executeAndCollect()))
        .satisfies(
            failure ->
                assertThat(ExceptionUtils.stringifyException(failure))
                    .contains("expected execution.runtime-mode STREAMING, found BATCH"));
  }

  /**
   * Counts how often its manifest is read, which opens and hashes a real bundle.
   *
   * @param manifests how often it was
   */
  private record Counted(ModelSource source, AtomicInteger manifests) implements ModelSource {

    @Override
    public Manifest manifest() {
      manifests.incrementAndGet();
      return source.manifest();
    }

    @Override
    public ModelLease lease(DeviceChoice device) {
      return source.lease(device);
    }
  }

  private static SentimentSteps steps(Shape shape) {
    return new SentimentSteps(FakeSource.of(shape), Settings.slots(8));
  }

  private static SentimentSteps explaining(Shape shape) {
    return new SentimentSteps(FakeSource.of(shape), Settings.slots(8).withExplained(true));
  }

  private static StreamExecutionEnvironment environment() {
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    configuration.set(PipelineOptions.OBJECT_REUSE, true);
    return StreamExecutionEnvironment.createLocalEnvironment(2, configuration);
  }

  private static RawRecord record(String key, @Nullable String value) {
    byte[] bytes = value == null ? null : value.replace('\'', '"').getBytes(UTF_8);
    return new RawRecord(key.getBytes(UTF_8), bytes, "reviews", 0, 0, 1);
  }

  private static Review review(String user) {
    return new Review(new Origin("r", user, 1, null), "fine");
  }

  private static <T> List<T> list(CloseableIterator<T> elements) throws Exception {
    try (elements) {
      Iterable<T> iterable = () -> elements;
      return StreamSupport.stream(iterable.spliterator(), false).toList();
    }
  }
}
