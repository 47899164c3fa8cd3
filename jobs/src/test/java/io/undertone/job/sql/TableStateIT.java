package io.undertone.job.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.undertone.job.JobEnvironment;
import io.undertone.job.kafka.KafkaConfig;
import io.undertone.job.kafka.TestJob;
import io.undertone.job.kafka.TestKafka;
import io.undertone.job.kafka.TestReplay;
import io.undertone.job.kafka.TestReviews;
import io.undertone.job.local.SavepointFiles;
import io.undertone.job.memory.Savepoint;
import io.undertone.operator.SentimentSteps;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.api.TableResult;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A query's state is the job's: each goes on where the other stopped. */
class TableStateIT {

  private static final List<String> REVIEWS = TestReviews.lines(1);
  private static final List<String> FIRST = REVIEWS.subList(0, REVIEWS.size() / 2);
  private static final List<String> SECOND = REVIEWS.subList(FIRST.size(), REVIEWS.size());

  @TempDir Path folder;

  @Test
  void goesOnFromASavepointOfTheJob() throws Exception {
    KafkaConfig kafka = TestKafka.config(2, false);
    TestKafka.send(kafka, TestReviews.records(kafka.reviews(), FIRST));
    String savepoint = TestJob.runUntil(kafka, FIRST.size(), TestJob.environment(2), folder);
    TestKafka.send(kafka, TestReviews.records(kafka.reviews(), SECOND));

    Query query = query(kafka, TestJob.environment(2).restoreFrom(savepoint, true));
    List<Row> rows = query.rows(SECOND.size());
    query.close();

    assertThat(rows)
        .containsExactlyInAnyOrderElementsOf(
            TestReplay.of(REVIEWS, folder).stream()
                .map(TestReviews::parse)
                .filter(line -> isOf(SECOND, line))
                .map(
                    line ->
                        Row.of(
                            line.path("review_id").asText(),
                            line.path("user_id").asText(),
                            line.path("score").asDouble(),
                            line.path("remembered").asInt()))
                .toList());
  }

  @Test
  void leavesMemoriesThatCanBeRead() throws Exception {
    KafkaConfig kafka = TestKafka.config(2, false);
    TestKafka.send(kafka, TestReviews.records(kafka.reviews(), FIRST));
    Query query = query(kafka, TestJob.environment(2));
    Map<String, Integer> expected = new TreeMap<>();
    for (Row row : query.rows(FIRST.size())) {
      expected.merge(row.getFieldAs(1), row.<Integer>getFieldAs(3) + 1, Math::max);
    }

    String savepoint = query.stop(folder);

    Map<String, Integer> remembered = new TreeMap<>();
    Savepoint.at(savepoint)
        .eachMemory(memory -> remembered.put(memory.user(), memory.remembered()));
    assertThat(remembered.keySet()).isEqualTo(expected.keySet());
    assertThat(remembered).isEqualTo(expected);
  }

  /** A replay keeps the memories alone; read from the beginning, the topic would count twice. */
  @Test
  void refusesTheMemoriesOfAReplay() throws Exception {
    KafkaConfig kafka = TestKafka.config(1, false);
    TestKafka.send(kafka, TestReviews.records(kafka.reviews(), FIRST));
    String savepoint = TestJob.runUntil(kafka, FIRST.size(), TestJob.environment(1), folder);
    SavepointFiles.keepSteps(Path.of(URI.create(savepoint)), SentimentSteps.USER_STEPS);

    Query query = query(kafka, TestJob.environment(1).restoreFrom(savepoint, true));
    assertThatThrownBy(() -> query.rows(1))
        .hasStackTraceContaining(
            "Starting a query from the savepoint %s: expected the offsets where its job stopped reading, found none."
                .formatted(savepoint));
    query.close();
  }

  private static Query query(KafkaConfig kafka, JobEnvironment environment) {
    TableEnvironment tables = TestTables.open(environment);
    TestTables.create(
        tables,
        kafka,
        "sentiments",
        "review_id STRING, user_id STRING, score DOUBLE, remembered INT",
        "");
    TableResult result = tables.executeSql("SELECT * FROM sentiments");
    return new Query(result, result.collect());
  }

  private record Query(TableResult result, CloseableIterator<Row> each) {

    List<Row> rows(int count) {
      List<Row> rows = new ArrayList<>();
      while (rows.size() < count) {
        rows.add(each.next());
      }
      return rows;
    }

    String stop(Path folder) throws Exception {
      return TestJob.stop(result.getJobClient().orElseThrow(), folder);
    }

    void close() throws Exception {
      each.close();
    }
  }

  private static boolean isOf(List<String> lines, JsonNode result) {
    String id = "\"" + result.path("review_id").asText() + "\"";
    return lines.stream().anyMatch(line -> line.contains(id));
  }
}
