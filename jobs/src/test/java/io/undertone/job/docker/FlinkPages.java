package io.undertone.job.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;

/** Flink's own interface over HTTP, as an operator uses it. */
final class FlinkPages {

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final String root;

  FlinkPages(int port) {
    this.root = "http://localhost:" + port + "/";
  }

  /** Stops a job; gives the savepoint that it left. */
  String stop(String job) throws Exception {
    String body =
        "{\"targetDirectory\":\"file:///checkpoints/savepoints\",\"drain\":false,\"formatType\":\"CANONICAL\"}";
    String request =
        send(HttpRequest.newBuilder(URI.create(root + "jobs/" + job + "/stop"))
                .POST(BodyPublishers.ofString(body)))
            .path("request-id")
            .asText();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      JsonNode status =
          send(
              HttpRequest.newBuilder(URI.create(root + "jobs/" + job + "/savepoints/" + request))
                  .GET());
      if (status.path("status").path("id").asText().equals("COMPLETED")) {
        JsonNode operation = status.path("operation");
        if (operation.has("location")) {
          return operation.path("location").asText();
        }
        throw new AssertionError("No savepoint: " + operation);
      }
      Thread.sleep(POLL.toMillis());
    }
    throw new AssertionError("No savepoint within " + PATIENCE.toSeconds() + " s");
  }

  /** The addresses of the task managers that have something to do. */
  Set<String> busyTaskManagers() throws Exception {
    Set<String> busy = new TreeSet<>();
    for (JsonNode each :
        send(HttpRequest.newBuilder(URI.create(root + "taskmanagers")).GET())
            .path("taskmanagers")) {
      if (each.path("freeSlots").asInt() < each.path("slotsNumber").asInt()) {
        busy.add(each.path("id").asText().split(":", 2)[0]);
      }
    }
    return busy;
  }

  private JsonNode send(HttpRequest.Builder request) throws Exception {
    String answer =
        client
            .send(
                request.header("Content-Type", "application/json").build(), BodyHandlers.ofString())
            .body();
    return JSON.readTree(answer);
  }
}
