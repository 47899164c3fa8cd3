package io.undertone.job.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.utility.DockerImageName;

/**
 * The broker's image: the one that {@code UNDERTONE_KAFKA_IMAGE} names, which then has to work, or
 * the official one, which not every machine can pull.
 */
final class KafkaImage {

  private static final String OFFICIAL = "apache/kafka";
  private static final String OFFICIAL_VERSION = "4.2.1";

  private static final int ANSWER_SECONDS_MAX = 20;
  private static final int PULL_SECONDS_MAX = 300;

  private KafkaImage() {}

  /** The image, as Testcontainers takes it. */
  static DockerImageName name() {
    String said = said();
    return said.isEmpty()
        ? DockerImageName.parse(official())
        : DockerImageName.parse(said).asCompatibleSubstituteFor(OFFICIAL);
  }

  /**
   * Skips the test where no engine answers, or where the official image is not there and cannot be
   * pulled. Asked by Docker's own client where there is one: Testcontainers would try for minutes.
   */
  static void assumeThere() throws IOException, InterruptedException {
    if (hasClient()) {
      assumeThat(run(ANSWER_SECONDS_MAX, "docker", "version")).as("a Docker engine").isEmpty();
    }
    if (said().isEmpty() && hasClient()) {
      String missing = run(ANSWER_SECONDS_MAX, "docker", "image", "inspect", official());
      if (!missing.isEmpty()) {
        assumeThat(run(PULL_SECONDS_MAX, "docker", "pull", "--quiet", official()))
            .as("pulling " + official())
            .isEmpty();
      }
    }
    assumeThat(DockerClientFactory.instance().isDockerAvailable()).as("a Docker engine").isTrue();
  }

  private static String said() {
    String said = System.getenv("UNDERTONE_KAFKA_IMAGE");
    return said == null ? "" : said;
  }

  private static String official() {
    return OFFICIAL + ":" + OFFICIAL_VERSION;
  }

  private static boolean hasClient() {
    for (String folder : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
      if (Files.isExecutable(Path.of(folder, "docker"))) {
        return true;
      }
    }
    return false;
  }

  /** What went wrong; empty if nothing did. */
  private static String run(int secondsMax, String... command)
      throws IOException, InterruptedException {
    Path said = Files.createTempFile("docker-", ".txt");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(said.toFile())
              .start();
      if (!process.waitFor(secondsMax, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return "no end after " + secondsMax + " s";
      }
      return process.exitValue() == 0 ? "" : "failed: " + Files.readString(said, UTF_8).strip();
    } finally {
      Files.delete(said);
    }
  }
}
