package io.undertone.job.deploy;

import static io.undertone.job.deploy.LiveJob.GRU;
import static io.undertone.job.deploy.LiveJob.LSTM;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.undertone.job.kafka.TestJob;
import io.undertone.operator.deploy.DeploymentEnd;
import io.undertone.operator.deploy.StatePolicy;
import io.undertone.operator.model.ModelSource;
import io.undertone.operator.settings.SentimentSettings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A live job takes one model after the other, without a stop and without a wrong answer. */
class DeployIT {

  private static final SentimentSettings SETTINGS = SentimentSettings.defaults();
  private static final int SWAPS = 10;

  private static final String LSTM_ID = id(LSTM);
  private static final String GRU_ID = id(GRU);

  @TempDir Path folder;

  @Test
  void swapsModelsTenTimesUnderLoadAndAnswersAsReplaysDo() throws Exception {
    try (LiveJob job = new LiveJob(SETTINGS, TestJob.environment(2))) {
      job.send(100);
      for (int swap = 0; swap < SWAPS; swap++) {
        Path bundle = swap % 2 == 0 ? GRU : LSTM;
        DeploymentEnd end = job.ended(job.deploy(bundle, StatePolicy.RESET));
        assertThat(end.reason()).isNull();
        assertThat(end.model()).isEqualTo(id(bundle));
        job.send(100);
      }
      job.stop(folder);

      assertThat(switches(job.committed())).isGreaterThanOrEqualTo(SWAPS);
      hold(job);
    }
  }

  /** Each line, once, against a replay by the model that it names. */
  private void hold(LiveJob job) throws Exception {
    List<JsonNode> results = job.committed();
    assertThat(results)
        .extracting(result -> result.path("review_id").asText())
        .containsExactlyInAnyOrderElementsOf(job.sent().keySet());
    Replays replays = new Replays(folder, Map.of(LSTM_ID, LSTM, GRU_ID, GRU));
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
  private static int switches(List<JsonNode> results) {
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

  private static String id(Path bundle) {
    return ModelSource.at(bundle.toString()).manifest().id();
  }
}
