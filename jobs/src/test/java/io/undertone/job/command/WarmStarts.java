package io.undertone.job.command;

import static io.undertone.job.dataset.Zipped.zipped;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.undertone.job.kafka.KafkaConfig;
import io.undertone.job.kafka.TestKafka;
import io.undertone.job.kafka.TestReviews;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** Reviews, topics of them and the commands of a warm start, as they are typed. */
final class WarmStarts {

  private static final int PARTITIONS = 2;
  static final List<String> REVIEWS = TestReviews.lines(1);
  static final long TIME = middle();
  static final String FROM = Instant.ofEpochMilli(TIME).toString();
  static final List<String> PAST = reviews(Long.MIN_VALUE, TIME);
  static final List<String> SINCE = reviews(TIME, Long.MAX_VALUE);

  private final StringWriter messages = new StringWriter();
  private final Path folder;

  /**
   * @param folder for all that is written
   */
  WarmStarts(Path folder) {
    this.folder = folder;
    System.setProperty("undertone.bundles", String.valueOf(TestReviews.BUNDLE.getParent()));
  }

  int replay(List<String> rows, Path savepoint, String... options) throws IOException {
    Path dataset = Files.write(folder.resolve("past.jsonl"), rows);
    List<String> command =
        new ArrayList<>(
            List.of(
                "replay",
                "--dataset",
                dataset.toString(),
                "--out",
                folder.resolve("out").toString(),
                "--savepoint",
                savepoint.toString()));
    command.addAll(List.of(options));
    return execute(command);
  }

  int run(KafkaConfig kafka, String... options) {
    List<String> command = new ArrayList<>(List.of("run", "--bounded"));
    command.addAll(TestKafka.options(kafka));
    command.addAll(
        List.of(
            "--checkpoint-interval",
            "300ms",
            "--checkpoint-dir",
            folder.resolve("chk 1%").toString()));
    command.addAll(List.of(options));
    return execute(command);
  }

  private int execute(List<String> command) {
    messages.getBuffer().setLength(0);
    return CommandLines.execute(new PrintWriter(messages, true), command.toArray(String[]::new));
  }

  /** What the last command said. */
  String said() {
    return messages.toString();
  }

  /** A topic of reviews, each of which Kafka dates as the review itself does. */
  static KafkaConfig topicOf(List<String> reviews) throws Exception {
    KafkaConfig kafka = TestKafka.config(PARTITIONS, false);
    TestKafka.send(
        kafka,
        TestReviews.records(kafka.reviews(), reviews).stream()
            .map(
                record ->
                    new ProducerRecord<>(
                        record.topic(),
                        null,
                        time(new String(record.value(), UTF_8)),
                        record.key(),
                        record.value()))
            .toList());
    return kafka;
  }

  static void groupHasRead(KafkaConfig kafka) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      var partition = new TopicPartition(kafka.reviews(), 0);
      admin
          .alterConsumerGroupOffsets(kafka.group(), Map.of(partition, new OffsetAndMetadata(5)))
          .all()
          .get();
    }
  }

  static List<String> answers(KafkaConfig kafka) {
    return TestReviews.sorted(TestKafka.committed(kafka, kafka.sentiments()));
  }

  Path gzip(String name, List<String> rows) throws IOException {
    return Files.write(folder.resolve(name), zipped(String.join("\n", rows).getBytes(UTF_8)));
  }

  static List<String> left(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  static List<String> reviews(long from, long before) {
    return REVIEWS.stream().filter(line -> time(line) >= from && time(line) < before).toList();
  }

  private static long middle() {
    return REVIEWS.stream()
        .mapToLong(WarmStarts::time)
        .sorted()
        .skip(REVIEWS.size() / 2)
        .findFirst()
        .orElseThrow();
  }

  /** When a review was written; results say it as a number, reviews as text. */
  static long time(String line) {
    var time = TestReviews.parse(line).path("timestamp");
    return time.isNumber() ? time.asLong() : Instant.parse(time.asText()).toEpochMilli();
  }

  static String line(String words) {
    return words + System.lineSeparator();
  }
}
