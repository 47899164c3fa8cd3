package io.undertone.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/** The jar that {@code flink run} takes holds what a cluster lacks, and nothing that it has. */
class JobJarIT {

  private static final Path JAR = Path.of("target/undertone-job.jar");

  @Test
  void holdsUndertoneAndWhatItNeeds() throws IOException {
    assertThat(entries())
        .contains(
            "io/undertone/job/command/Undertone.class",
            "io/undertone/operator/SentimentSteps.class",
            "io/undertone/cell/ReviewEngine.class",
            "org/apache/flink/connector/kafka/source/KafkaSource.class",
            "org/apache/kafka/clients/consumer/KafkaConsumer.class",
            "com/fasterxml/jackson/dataformat/yaml/YAMLMapper.class",
            "picocli/CommandLine.class",
            "com/knuddels/jtokkit/Encodings.class",
            "io/undertone/job/sample/reviews.jsonl");
  }

  @Test
  void holdsNeitherFlinkNorOnnxRuntimeNorABroker() throws IOException {
    assertThat(entries())
        .noneMatch(entry -> entry.startsWith("ai/onnxruntime/"))
        .noneMatch(entry -> entry.startsWith("org/apache/logging/"))
        .noneMatch(entry -> entry.startsWith("org/slf4j/"))
        .noneMatch(entry -> entry.startsWith("org/apache/flink/streaming/api/"))
        .noneMatch(entry -> entry.startsWith("org/apache/flink/runtime/"))
        .noneMatch(entry -> entry.startsWith("org/apache/flink/api/"))
        .noneMatch(entry -> entry.startsWith("kafka/server/"))
        .noneMatch(entry -> entry.startsWith("org/apache/kafka/server/common/"))
        .noneMatch(entry -> entry.startsWith("org/apache/kafka/storage/"))
        .noneMatch(entry -> entry.startsWith("org/apache/kafka/common/test/"))
        .noneMatch(entry -> entry.startsWith("scala/"))
        .noneMatch(entry -> entry.startsWith("org/junit/"));
  }

  @Test
  void bringsItsTableAndKafkasToSql() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      ZipEntry services =
          jar.getEntry("META-INF/services/org.apache.flink.table.factories.Factory");
      assertThat(new String(jar.getInputStream(services).readAllBytes(), UTF_8))
          .contains(
              "io.undertone.job.sql.SentimentTableFactory",
              "org.apache.flink.streaming.connectors.kafka.table.KafkaDynamicTableFactory");
    }
    assertThat(entries()).noneMatch(entry -> entry.startsWith("org/apache/flink/table/"));
  }

  @Test
  void startsWithUndertone() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      assertThat(jar.getManifest().getMainAttributes().getValue("Main-Class"))
          .isEqualTo("io.undertone.job.command.Undertone");
    }
  }

  private static List<String> entries() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      return jar.stream().map(ZipEntry::getName).toList();
    }
  }
}
