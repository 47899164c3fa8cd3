package io.undertone.job.sql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.function.Predicate.not;
import static org.assertj.core.api.Assertions.assertThat;

import io.undertone.job.kafka.KafkaConfig;
import io.undertone.job.kafka.TestKafka;
import io.undertone.job.kafka.TestReviews;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The job jar in a process that has Flink and ONNX Runtime alone, as a cluster's SQL client has.
 */
class AddJarIT {

  private static final Path JAR = Path.of("target/undertone-job.jar").toAbsolutePath();

  /** What the jar brings, so that nothing of it is found elsewhere. */
  private static final Pattern BROUGHT =
      Pattern.compile(
          ".*(/(jobs|operators|models)/target/.*|undertone-.*|kafka.*|picocli.*|jtokkit.*|fasterxml.*)");

  private static final Path CLASSES = Path.of("target", "test-classes");

  private static final int SECONDS_MAX = 120;

  @Test
  void addJarIsAllThatSqlNeeds(@TempDir Path folder) throws Exception {
    KafkaConfig kafka = TestKafka.config(2, true);
    TestKafka.send(kafka, TestReviews.records(kafka.reviews(), TestReviews.lines(1)));
    Path main = Path.of(SqlClient.class.getName().replace('.', '/') + ".class");
    Path copy = folder.resolve("client").resolve(main);
    Files.createDirectories(copy.getParent());
    Files.copy(CLASSES.resolve(main), copy);
    Path said = folder.resolve("said.txt");
    Path logged = folder.resolve("logged.txt");

    Process client =
        new ProcessBuilder(
                command(
                    "ADD JAR '" + JAR + "'",
                    "CREATE TABLE sentiments (user_id STRING, label STRING) WITH ('connector' ="
                        + " 'undertone', 'model' = '%s', 'bootstrap-servers' = '%s', 'reviews' ="
                            .formatted(TestReviews.BUNDLE, kafka.bootstrapServers())
                        + " '%s', 'bounded' = 'true')".formatted(kafka.reviews()),
                    "SELECT label FROM sentiments WHERE user_id = 'kenji-0'"))
            .redirectOutput(said.toFile())
            .redirectError(logged.toFile())
            .directory(Files.createDirectory(folder.resolve("here")).toFile())
            .start();
    client.onExit().orTimeout(SECONDS_MAX, TimeUnit.SECONDS).join();

    String output = Files.readString(said, UTF_8);
    assertThat(client.exitValue()).as(output + Files.readString(logged, UTF_8)).isZero();
    assertThat(output).containsPattern("\\d\\d rows in set");
    assertThat(output.lines().filter(line -> line.matches("\\| \\+I \\| +(posi|nega)tive \\|")))
        .as(output)
        .hasSameSizeAs(
            TestReviews.lines(1).stream().filter(line -> line.contains("\"kenji-0\"")).toList());
  }

  private static List<String> command(String... statements) {
    String flink =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(not(BROUGHT.asMatchPredicate()))
            .collect(Collectors.joining(File.pathSeparator));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (String part : List.of("lang", "util", "time", "util.concurrent", "nio")) {
      command.add("--add-opens=java.base/java." + part + "=ALL-UNNAMED");
    }
    // else a jar's own configuration has Flink's log stand amid the rows
    command.add("-Dlog4j2.configurationFile=" + CLASSES.resolve("log4j2-test.properties").toUri());
    command.add("-Dundertone.log.level=warn");
    command.addAll(
        List.of("-cp", "../client" + File.pathSeparator + flink, SqlClient.class.getName()));
    command.addAll(List.of(statements));
    return command;
  }
}
