package io.undertone.job.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.undertone.job.kafka.KafkaConfig;
import io.undertone.job.kafka.TestKafka;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A secret in an option, and all that the process of a command prints. */
class SecretsIT {

  private static final String SECRET = "open-sesame";

  /** As the launcher logs. */
  private static final List<String> LOGGING =
      List.of("-Dlog4j2.configurationFile=undertone-log4j2.properties");

  @TempDir Path folder;

  @Test
  void aRunShowsItNeitherInItsFirstLinesNorInItsLog() throws Exception {
    assumeThat(CommandProcess.ENV).exists();
    KafkaConfig kafka = TestKafka.config(1, true);
    Path secret = Files.writeString(folder.resolve("secret"), SECRET);
    String reference = "${file:" + secret + "}";
    Path job =
        Files.writeString(
            folder.resolve("job.yaml"),
            "bounded: true\ncheckpoint-dir: " + folder + "/of-" + reference);
    List<String> options = new ArrayList<>(TestKafka.options(kafka));
    options.addAll(List.of("--config", job.toString(), "--verbose"));

    Process run = CommandProcess.startWith(LOGGING, "run", options.toArray(new String[0]));
    String shown = new String(run.getInputStream().readAllBytes(), UTF_8);

    assertThat(run.waitFor()).as(shown).isZero();
    assertThat(folder.resolve("of-" + SECRET)).isDirectory();
    assertThat(shown.lines().filter(line -> line.contains("of-" + reference)))
        .as("the first lines and the log")
        .anyMatch(line -> line.startsWith("Checkpoints every 10 s in "))
        .anyMatch(line -> line.contains(" INFO "));
    assertThat(shown).doesNotContain(SECRET);
  }
}
