package io.undertone.job.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.undertone.job.kafka.TestReplay;
import io.undertone.job.kafka.TestReviews;
import io.undertone.operator.model.ModelSource;
import io.undertone.operator.settings.SentimentSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What replays say of a live job's reviews, each by the model that the job names. Where a user's
 * memory begins anew, he is a user of his own to the replay.
 */
final class Replays {

  private final Path folder;
  private final Map<String, List<String>> rows = new HashMap<>();
  private final Map<String, Path> bundles;

  /**
   * @param bundles by what results call them
   */
  Replays(Path folder, Map<String, Path> bundles) {
    this.folder = folder;
    this.bundles = bundles;
  }

  /** Has a review read by a model, as a user of this name. */
  void add(String model, String user, String review) {
    ObjectNode row = (ObjectNode) TestReviews.parse(review);
    row.put("user_id", user);
    rows.computeIfAbsent(model, name -> new ArrayList<>()).add(row.toString());
  }

  /** The answers, by review, with the user as he was named. */
  Map<String, JsonNode> answers() throws Exception {
    Map<String, JsonNode> answers = new HashMap<>();
    for (Map.Entry<String, List<String>> model : rows.entrySet()) {
      Path dataset = Files.write(folder.resolve("rows.jsonl"), model.getValue());
      Path out = folder.resolve("out-" + model.getKey());
      TestReplay.run(
          ModelSource.at(String.valueOf(bundles.get(model.getKey()))),
          SentimentSettings.defaults(),
          dataset,
          out);
      for (String line : Files.readAllLines(out.resolve("sentiments.jsonl"))) {
        JsonNode answer = TestReviews.parse(line);
        answers.put(answer.path("review_id").asText(), answer);
      }
    }
    return answers;
  }
}
