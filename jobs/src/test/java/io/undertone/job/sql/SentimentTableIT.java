package io.undertone.job.sql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.undertone.job.kafka.KafkaConfig;
import io.undertone.job.kafka.TestJob;
import io.undertone.job.kafka.TestKafka;
import io.undertone.job.kafka.TestReplay;
import io.undertone.job.kafka.TestReviews;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.types.Row;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What SQL says of a topic is what a replay says of its reviews. */
class SentimentTableIT {

  private static final List<String> REVIEWS = TestReviews.lines(1);

  private static final String COLUMNS =
      "review_id STRING, user_id STRING NOT NULL, `timestamp` BIGINT, label STRING, score DOUBLE,"
          + " probabilities MAP<STRING, DOUBLE>, remembered INT, tokens INT, truncated BOOLEAN,"
          + " `model` STRING";

  @SuppressWarnings("NullAway.Init") // set before all
  private static KafkaConfig kafka;

  private static List<JsonNode> replayed = List.of();

  private final TableEnvironment tables = TestTables.open(TestJob.environment(2));

  @BeforeAll
  static void putsTheSampleOnATopic(@TempDir Path folder) throws Exception {
    kafka = TestKafka.config(3, true);
    List<ProducerRecord<byte[], byte[]>> records =
        new ArrayList<>(TestReviews.records(kafka.reviews(), REVIEWS));
    records.add(100, new ProducerRecord<>(kafka.reviews(), new byte[] {1}, new byte[] {'{'}));
    TestKafka.send(kafka, records);
    replayed = TestReplay.of(REVIEWS, folder).stream().map(TestReviews::parse).toList();
  }

  @Test
  void selectsWhatAReplaySays() throws Exception {
    create("sentiments", COLUMNS, "");

    List<String> rows =
        select(
            "SELECT user_id, label, score, remembered, review_id FROM sentiments WHERE score > 0.6"
                + " AND label = 'positive'");

    assertThat(rows)
        .hasSizeGreaterThan(100)
        .containsExactlyInAnyOrderElementsOf(
            replayed.stream()
                .filter(line -> line.path("score").asDouble() > 0.6)
                .filter(line -> line.path("label").asText().equals("positive"))
                .map(
                    line ->
                        Row.of(
                                line.path("user_id").asText(),
                                line.path("label").asText(),
                                line.path("score").asDouble(),
                                line.path("remembered").asInt(),
                                line.path("review_id").asText())
                            .toString())
                .toList());
  }

  @Test
  void keepsEachUsersOrder() throws Exception {
    create("sentiments", COLUMNS, "");

    List<String> remembered = select("SELECT remembered FROM sentiments WHERE user_id = 'kenji-0'");

    List<String> expected = new ArrayList<>();
    for (int review = 0; review < remembered.size(); review++) {
      expected.add("+I[" + review + "]");
    }
    assertThat(remembered).hasSizeGreaterThan(15).isEqualTo(expected);
  }

  @Test
  void givesEveryFieldOfAResult() throws Exception {
    create("sentiments", COLUMNS, "");
    JsonNode line = replayed.get(7);

    Row row =
        rows("SELECT * FROM sentiments WHERE review_id = '%s'"
                .formatted(line.path("review_id").asText()))
            .get(0);

    assertThat(row.getField("user_id")).isEqualTo(line.path("user_id").asText());
    assertThat(row.getField("timestamp")).isEqualTo(line.path("timestamp").asLong());
    assertThat(row.getField("label")).isEqualTo(line.path("label").asText());
    assertThat(row.getField("score")).isEqualTo(line.path("score").asDouble());
    assertThat(row.getField("probabilities"))
        .isEqualTo(
            Map.of(
                "negative", line.path("probabilities").path("negative").asDouble(),
                "positive", line.path("probabilities").path("positive").asDouble()));
    assertThat(row.getField("remembered")).isEqualTo(line.path("remembered").asInt());
    assertThat(row.getField("tokens")).isEqualTo(line.path("tokens").asInt());
    assertThat(row.getField("truncated")).isEqualTo(false);
    assertThat(row.getField("model")).isEqualTo(line.path("model").asText());
  }

  @Test
  void hasAPointInTimeToGroupBy() throws Exception {
    create(
        "timed",
        "`timestamp` TIMESTAMP_LTZ(3), user_id STRING,"
            + " WATERMARK FOR `timestamp` AS `timestamp` - INTERVAL '900' DAY(3)",
        "");
    long first =
        replayed.stream().mapToLong(line -> line.path("timestamp").asLong()).min().orElse(0);

    List<Row> rows =
        rows(
            "SELECT window_start, COUNT(*) FROM TUMBLE(TABLE timed, DESCRIPTOR(`timestamp`), INTERVAL"
                + " '7' DAY) GROUP BY window_start, window_end");

    assertThat(rows).hasSizeGreaterThan(50);
    assertThat(rows.stream().mapToLong(row -> (Long) row.getFieldAs(1)).sum())
        .isEqualTo(REVIEWS.size());
    assertThat(
            rows("SELECT MIN(`timestamp`) FROM timed").stream()
                .map(row -> ((Instant) row.getFieldAs(0)).toEpochMilli()))
        .last()
        .isEqualTo(first);
  }

  @Test
  void explainsWhereAnExplanationIsDeclared() throws Exception {
    create(
        "explained",
        "review_id STRING, score DOUBLE, label STRING, explanation ARRAY<ROW<`start` INT, `end` INT,"
            + " `text` STRING, positive DOUBLE>>",
        "'executor' = 'cell', ");

    List<Row> rows =
        rows(
            "SELECT review_id, score, label, piece, positive FROM explained CROSS JOIN"
                + " UNNEST(explanation) AS pieces (`start`, `end`, piece, positive) WHERE review_id ="
                + " 'r-002-0'");

    assertThat(rows).hasSizeGreaterThan(10);
    assertThat(String.join("", rows.stream().map(row -> row.<String>getFieldAs(3)).toList()))
        .startsWith("Hollow Tides is the best thing");
    Row last = rows.get(rows.size() - 1);
    assertThat(last.getField(4)).isEqualTo(last.getField(1));
    assertThat(last.getField(2)).isEqualTo("positive");
  }

  @Test
  void joinsTwoModelsWhereTheirStepsHaveNamesOfTheirOwn() throws Exception {
    create("remembering", "review_id STRING, score DOUBLE", "'uid-suffix' = '-remembering', ");
    create(
        "forgetting",
        "review_id STRING, score DOUBLE",
        "'memory' = 'reset', 'uid-suffix' = '-forgetting', ");

    List<String> rows =
        select(
            "SELECT a.review_id FROM remembering AS a JOIN forgetting AS b ON a.review_id ="
                + " b.review_id WHERE a.score <> b.score");

    assertThat(rows)
        .hasSizeGreaterThan(100)
        .containsExactlyInAnyOrderElementsOf(
            replayed.stream()
                .filter(line -> line.path("remembered").asInt() > 0)
                .map(line -> Row.of(line.path("review_id").asText()).toString())
                .toList());
  }

  @Test
  void readsRecordsWhoseFieldsHaveOtherNames() throws Exception {
    KafkaConfig own = TestKafka.config(1, true);
    TestKafka.send(
        own,
        List.of(
            new ProducerRecord<>(
                own.reviews(),
                "{\"review_id\": \"1\", \"reviewerID\": \"ann\", \"text\": \"\"}"
                    .getBytes(UTF_8))));
    TestTables.create(tables, own, "named", "user_id STRING", "'fields.user_id' = 'reviewerID', ");

    assertThat(select("SELECT * FROM named")).containsExactly("+I[ann]");
  }

  @Test
  void refusesWhatIsNoColumnOfIt() {
    assertThat(refusal("stars INT", ""))
        .isEqualTo(
            "Declaring the column stars: expected some of review_id, user_id, timestamp, label, score,"
                + " probabilities, remembered, tokens, truncated, model, surprise, explanation, found"
                + " another. Leave it out, or compute it: stars AS …");
    assertThat(refusal("score FLOAT", ""))
        .isEqualTo("Declaring the column score: expected DOUBLE, found FLOAT. Declare it so.");
    assertThat(refusal("`timestamp` STRING", ""))
        .isEqualTo(
            "Declaring the column timestamp: expected BIGINT or TIMESTAMP_LTZ(3), found STRING."
                + " Declare it so.");
    assertThat(refusal("surprise DOUBLE", ""))
        .startsWith("Declaring the column surprise: expected one that reviews-en-lstm@")
        .endsWith(" fills, found one of other models. Leave it out, or give another 'model'.");
    assertThat(refusal("user_id STRING, PRIMARY KEY (user_id) NOT ENFORCED", ""))
        .startsWith("Declaring a PRIMARY KEY: expected none, found one of user_id. A user sends");
  }

  @Test
  void refusesOptionsThatCannotBe() {
    assertThat(refusal("label STRING", "'batch' = '0', "))
        .startsWith("Setting the batch: expected");
    assertThat(refusal("label STRING", "'batches' = '9', "))
        .startsWith("Unsupported options found for 'undertone'.");
    assertThat(refusal("label STRING", "'executor' = 'quick', "))
        .isEqualTo("Invalid value for option 'executor'.");
    assertThat(refusal("label STRING", "'memory-idle-max' = '365', "))
        .isEqualTo(
            "Setting memory-idle-max: expected a number with its unit, such as 30 d, found 365. Write"
                + " the unit: ms, s, min, h or d.");
  }

  @Test
  void saysThatTheBrokerTheTopicOrTheModelIsMissing() {
    assertThat(refusal("label STRING", "'reviews' = 'nothing-here', "))
        .startsWith(
            "Looking for the topics on %s: expected 'nothing-here', found no 'nothing-here'. Create"
                    .formatted(kafka.bootstrapServers())
                + " what is missing, or name other topics:");
    assertThat(refusal("label STRING", "'model' = '/no/such/folder', "))
        .contains("/no/such/folder")
        .contains("expected");
    assertThat(
            refusal(
                "label STRING",
                "'bootstrap-servers' = 'localhost:1', 'properties.default.api.timeout.ms' = '500',"
                    + " 'properties.request.timeout.ms' = '400', "))
        .isEqualTo(
            "Connecting to Kafka at localhost:1: expected a broker that answers, found none within"
                + " 500 ms. Check 'bootstrap-servers', that the broker runs, and, where it asks for"
                + " them, security settings given by 'properties.…'.");
  }

  @Test
  void isRefusedInBatchModeWhichKeepsOneUserAtATime() {
    TableEnvironment batch = TableEnvironment.create(EnvironmentSettings.inBatchMode());
    TestTables.create(batch, kafka, "sentiments", COLUMNS, "");

    assertThatThrownBy(() -> batch.executeSql("SELECT * FROM sentiments"))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("unbounded table")
        .hasMessageContaining("batch mode");
  }

  private String refusal(String columns, String options) {
    create("refused", columns, options);
    try {
      tables.executeSql("SELECT * FROM refused");
    } catch (RuntimeException refused) {
      Throwable root = refused;
      while (root.getCause() != null
          && !String.valueOf(root.getMessage())
              .matches("(?s)(Declaring|Setting|Looking|Connecting|Invalid).*")) {
        root = root.getCause();
      }
      return String.valueOf(root.getMessage());
    } finally {
      tables.executeSql("DROP TEMPORARY TABLE refused");
    }
    throw new AssertionError("not refused: " + columns + " with " + options);
  }

  private List<String> select(String query) throws Exception {
    return rows(query).stream().map(Row::toString).toList();
  }

  private List<Row> rows(String query) throws Exception {
    return TestTables.rows(tables, query);
  }

  private void create(String name, String columns, String options) {
    TestTables.create(tables, kafka, name, columns, options);
  }
}
