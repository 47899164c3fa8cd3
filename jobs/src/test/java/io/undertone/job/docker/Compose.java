package io.undertone.job.docker;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.undertone.job.docker.Shell.Said;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The services of {@code docker/docker-compose.yaml} under a project name of their own, and what a
 * test does to them. Needs a Docker engine, {@code docker compose} or {@code docker-compose}, and
 * the images that {@code docker/home-built.env} names, or the file that {@code
 * UNDERTONE_COMPOSE_ENV} does.
 */
@SuppressWarnings("try") // its close() may be interrupted
final class Compose implements AutoCloseable {

  private static final Path FOLDER = Path.of("../docker").toAbsolutePath().normalize();
  private static final Duration ANSWER_MAX = Duration.ofSeconds(30);
  private static final Duration UP_MAX = Duration.ofMinutes(5);
  private static final List<List<String>> PROGRAMS =
      List.of(List.of("docker", "compose"), List.of("docker-compose"));

  private final String project;
  private final List<String> program;
  private final Map<String, String> settings = new HashMap<>();
  private final int kafkaPort;
  private final int webPort;

  /**
   * Takes down what a killed run has left: its topics and memories would be taken for this one's.
   */
  Compose(String project, Map<String, String> settings) throws Exception {
    this.project = project;
    this.program = program();
    this.kafkaPort = freePort();
    this.webPort = freePort();
    this.settings.putAll(settings);
    this.settings.put("COMPOSE_PROJECT_NAME", project);
    this.settings.put("KAFKA_PORT", String.valueOf(kafkaPort));
    this.settings.put("WEB_PORT", String.valueOf(webPort));
    compose(UP_MAX, "down", "-v");
  }

  /** Skips the test where something is missing, and says what. */
  static void assumeThere() throws Exception {
    assumeThat(Shell.tryToRun(ANSWER_MAX, List.of("docker", "version")).succeeded())
        .as("a Docker engine answers")
        .isTrue();
    assumeThat(program()).as("docker compose or docker-compose").isNotEmpty();
    for (String image : List.of("KAFKA_IMAGE", "ZOOKEEPER_IMAGE", "JOB_IMAGE")) {
      String name = image(image);
      assumeThat(Shell.tryToRun(ANSWER_MAX, List.of("docker", "image", "inspect", name)).code())
          .as("the image %s, of docker/build-base-images or docker/build-job-image", name)
          .isZero();
    }
  }

  String bootstrapServers() {
    return "localhost:" + kafkaPort;
  }

  int webPort() {
    return webPort;
  }

  /** Starts what is not there and replaces what is set otherwise now. */
  void up(Map<String, String> changed) throws Exception {
    settings.putAll(changed);
    compose(UP_MAX, "up", "-d");
  }

  /** The containers of a service, in the order of their names. */
  List<String> containers(String service) throws Exception {
    String found =
        docker(
            "ps",
            "--format",
            "{{.Names}}",
            "--filter",
            "label=com.docker.compose.project=" + project,
            "--filter",
            "label=com.docker.compose.service=" + service);
    return found.lines().sorted().toList();
  }

  /** Where a container is on the network of the others. */
  String address(String container) throws Exception {
    return docker(
        "inspect", "--format={{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}", container);
  }

  /**
   * Ends a container's process as {@code kill -9} on its machine does, from a container that sees
   * the machine's processes and runs as the same user. {@code docker kill} will not do: the engine
   * does not start again what its user ended.
   */
  void kill(String container) throws Exception {
    String user = docker("exec", container, "stat", "--format=%u", "/proc/1");
    String process = docker("inspect", "--format={{.State.Pid}}", container);
    docker(
        "run",
        "--rm",
        "--pid=host",
        "--user=" + user,
        "--entrypoint=bash",
        image("JOB_IMAGE"),
        "-c",
        "kill -9 " + process);
  }

  /** Takes a service off the network of the others. */
  void disconnect(String container) throws Exception {
    docker("network", "disconnect", project + "_default", container);
  }

  void connect(String container, String alias) throws Exception {
    docker("network", "connect", "--alias", alias, project + "_default", container);
  }

  /** What every container said, for whoever looks into a failure; then all is gone. */
  @Override
  public void close() throws Exception {
    Path logs = Files.createDirectories(Path.of("target", "docker-logs"));
    for (String service : List.of("kafka", "zookeeper", "jobmanager", "taskmanager")) {
      for (String container : containers(service)) {
        Files.writeString(logs.resolve(container + ".log"), docker("logs", container));
      }
    }
    compose(UP_MAX, "down", "-v");
  }

  private void compose(Duration max, String... words) throws Exception {
    List<String> command = new ArrayList<>(program);
    command.addAll(
        List.of(
            "--file", FOLDER.resolve("docker-compose.yaml").toString(),
            "--env-file", environmentFile().toString()));
    command.addAll(List.of(words));
    said(Shell.run(max, settings, command), command);
  }

  private static String docker(String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of("docker"));
    command.addAll(List.of(words));
    return said(Shell.run(ANSWER_MAX, Map.of(), command), command);
  }

  private static String said(Said said, List<String> command) {
    if (!said.succeeded()) {
      throw new AssertionError(String.join(" ", command) + " failed:\n" + said.text());
    }
    return said.text();
  }

  private static List<String> program() throws InterruptedException {
    for (List<String> program : PROGRAMS) {
      List<String> version = Stream.concat(program.stream(), Stream.of("version")).toList();
      if (Shell.tryToRun(ANSWER_MAX, version).succeeded()) {
        return program;
      }
    }
    return List.of();
  }

  private static String image(String setting) throws IOException {
    try (Stream<String> lines = Files.lines(environmentFile())) {
      return lines
          .filter(line -> line.startsWith(setting + "="))
          .map(line -> line.substring(setting.length() + 1))
          .findFirst()
          .orElseThrow();
    }
  }

  private static Path environmentFile() {
    String said = System.getenv("UNDERTONE_COMPOSE_ENV");
    return requireNonNull(FOLDER.resolve(said == null ? "home-built.env" : said));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
