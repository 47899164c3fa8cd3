package io.undertone.job.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.undertone.job.JobEnvironment;
import io.undertone.job.local.RunningJob;
import io.undertone.operator.settings.SentimentSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Streams as people sent them, where one record of somebody else once switched all memories off.
 * What is sent before a pause is answered before the rest is sent.
 */
class ClockCasesIT {

  private static final Path CASES = Path.of("..", "..", "shared", "cases");
  private static final Duration INTERVAL = Duration.ofMillis(300);

  @BeforeEach
  void findTheCases() {
    assumeTrue(Files.isDirectory(CASES), CASES + " is not there");
  }

  @Test
  void aReviewFromTheFutureEndsNobodysMemory() throws Exception {
    List<String> control = answers("clock-control.tsv");

    assertThat(control).filteredOn(line -> line.contains("\"user_id\":\"olga\"")).hasSize(6);
    assertThat(control.get(control.size() - 1)).contains("\"remembered\":5,");
    assertThat(withoutPia(answers("clock-future.tsv"))).isEqualTo(control);
  }

  @Test
  void aRecordThatIsNoJsonEndsNobodysMemory() throws Exception {
    assertThat(answers("clock-not-json.tsv")).isEqualTo(answers("clock-control.tsv"));
  }

  /** Each user's lines as they came, the users by name: only a user's own order is promised. */
  private static List<String> byUser(List<ConsumerRecord<byte[], byte[]>> results) {
    return results.stream()
        .map(record -> new String(record.value(), UTF_8))
        .sorted(Comparator.comparing(line -> TestReviews.parse(line).path("user_id").asText()))
        .toList();
  }

  private static List<String> withoutPia(List<String> lines) {
    return lines.stream().filter(line -> !line.contains("\"user_id\":\"pia\"")).toList();
  }

  private static List<String> answers(String file) throws Exception {
    KafkaConfig kafka = TestKafka.config(1, false);
    StreamExecutionEnvironment environment =
        new JobEnvironment().parallelism(1, 720).checkpoints(INTERVAL, null).create();
    new KafkaJob(kafka, new ExactlyOnce(kafka.group(), INTERVAL))
        .define(environment, TestJob.MODEL, SentimentSettings.defaults());
    try (RunningJob job = RunningJob.start(environment, file)) {
      int reviews = 0;
      for (List<ProducerRecord<byte[], byte[]>> stretch : stretches(kafka.reviews(), file)) {
        TestKafka.send(kafka, stretch);
        reviews += (int) stretch.stream().filter(ClockCasesIT::isReview).count();
        TestKafka.uncommitted(kafka, kafka.sentiments(), reviews);
      }
      assertThat(job.ended()).isNotDone();
      return byUser(TestKafka.uncommitted(kafka, kafka.sentiments(), reviews));
    }
  }

  /** The records between the pauses of a file of keys and values. */
  private static List<List<ProducerRecord<byte[], byte[]>>> stretches(String topic, String file)
      throws IOException {
    List<List<ProducerRecord<byte[], byte[]>>> stretches = new ArrayList<>();
    stretches.add(new ArrayList<>());
    for (String line : Files.readAllLines(CASES.resolve(file))) {
      if (line.startsWith("pause ")) {
        stretches.add(new ArrayList<>());
      } else {
        String[] parts = line.split("\t", -1);
        byte[] key = parts[0].equals("\\N") ? null : parts[0].getBytes(UTF_8);
        stretches
            .get(stretches.size() - 1)
            .add(new ProducerRecord<>(topic, key, parts[1].getBytes(UTF_8)));
      }
    }
    return stretches;
  }

  private static boolean isReview(ProducerRecord<byte[], byte[]> record) {
    return record.value()[0] == '{';
  }
}
