package io.undertone.job.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A Prometheus of this machine, which watches one port and knows the alerts that ship. */
final class Prometheus implements AutoCloseable {

  static final String NAME = "prometheus";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final String SETTINGS =
      """
      global:
        scrape_interval: 1s
        evaluation_interval: 1s
      rule_files:
        - %s
      scrape_configs:
        - job_name: undertone
          static_configs:
            - targets: ["localhost:%d"]
      """;

  private final Process process;
  private final int port;

  private Prometheus(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Its program; null if there is none on the path. */
  static @Nullable Path program() {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .map(folder -> Path.of(folder, NAME))
        .filter(Files::isExecutable)
        .findFirst()
        .orElse(null);
  }

  /**
   * Starts one.
   *
   * @param folder for all that it writes
   * @param watched the port whose metrics it reads
   */
  static Prometheus start(Path folder, Path alerts, int watched) throws IOException {
    Path settings =
        Files.writeString(
            folder.resolve("prometheus.yml"), SETTINGS.formatted(alerts.toRealPath(), watched));
    int port = freePort();
    Process process =
        new ProcessBuilder(
                String.valueOf(program()),
                "--config.file=" + settings,
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("prometheus.txt").toFile())
            .start();
    return new Prometheus(process, port);
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** Whether it answers yet. */
  boolean isReady() throws InterruptedException {
    try {
      return text("http://localhost:" + port + "/-/ready").contains("Ready");
    } catch (IOException notYet) {
      return false;
    }
  }

  /** What a query gives now: its samples, of which there may be none. */
  JsonNode query(String expression) throws Exception {
    return asked("query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8))
        .path("result");
  }

  /** The alerts, as far as it has looked at them. */
  Stream<JsonNode> alerts() throws Exception {
    return asked("rules").path("groups").findParents("health").stream();
  }

  /** What is at an address, read whole. */
  static String text(String address) throws IOException, InterruptedException {
    return CLIENT
        .send(HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofString())
        .body();
  }

  private JsonNode asked(String path) throws Exception {
    JsonNode answer = JSON.readTree(text("http://localhost:" + port + "/api/v1/" + path));
    if (!answer.path("status").asText().equals("success")) {
      throw new AssertionError(path + ": " + answer);
    }
    return answer.path("data");
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().completeOnTimeout(process, 10, TimeUnit.SECONDS).join();
    process.destroyForcibly();
  }
}
