package io.undertone.job.deploy;

import static io.undertone.job.deploy.LiveJob.BUNDLES;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Holds what a live job answers against replays by the models that it names. */
final class RightAnswers {

  private RightAnswers() {}

  /** Each line, once, against a replay by the model that it names. */
  static void hold(LiveJob job, Path folder) throws Exception {
    List<JsonNode> results = job.committed();
    assertThat(results)
        .extracting(result -> result.path("review_id").asText())
        .containsExactlyInAnyOrderElementsOf(job.sent().keySet());
    Replays replays = new Replays(folder, BUNDLES);
    Map<String, String> models = new HashMap<>();
    Map<String, Integer> lives = new HashMap<>();
    for (JsonNode result : results) {
      String user = result.path("user_id").asText();
      String model = result.path("model").asText();
      if (!model.equals(models.put(user, model))) {
        lives.merge(user, 1, Integer::sum);
      }
      replays.add(model, user + "#" + lives.get(user), job.sent(result));
    }
    Map<String, JsonNode> expected = replays.answers();
    for (JsonNode result : results) {
      ObjectNode answer =
          requireNonNull(expected.get(result.path("review_id").asText())).deepCopy();
      answer.put("user_id", result.path("user_id").asText());
      assertThat(result).isEqualTo(answer);
    }
  }

  /** How often the model of a user's answers changed, most of all users. */
  static int switches(List<JsonNode> results) {
    Map<String, String> last = new LinkedHashMap<>();
    Map<String, Integer> changes = new HashMap<>();
    for (JsonNode result : results) {
      String user = result.path("user_id").asText();
      String model = result.path("model").asText();
      String before = last.put(user, model);
      if (before != null && !before.equals(model)) {
        changes.merge(user, 1, Integer::sum);
      }
    }
    return changes.values().stream().mapToInt(Integer::intValue).max().orElse(0);
  }
}
