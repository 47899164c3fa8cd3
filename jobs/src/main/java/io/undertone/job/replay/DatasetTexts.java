package io.undertone.job.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.undertone.job.JobException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The texts of a data set and nothing else. */
public final class DatasetTexts {

  private static final ObjectMapper JSON = new ObjectMapper();

  private DatasetTexts() {}

  /**
   * The first texts of a file, at least one.
   *
   * @throws JobException if there is none
   */
  public static List<String> of(Path file, int textsMax) {
    List<String> texts = new ArrayList<>();
    try (Lines lines = Lines.of(file)) {
      byte[] line = lines.next();
      while (line != null && texts.size() < textsMax) {
        JsonNode row = JSON.readTree(line);
        if (row.path("text").isTextual()) {
          texts.add(row.path("text").asText());
        }
        line = lines.next();
      }
    } catch (IOException broken) {
      throw noTexts(file, "a line that is not JSON");
    }
    if (texts.isEmpty()) {
      throw noTexts(file, "none");
    }
    return texts;
  }

  private static JobException noTexts(Path file, String found) {
    return new JobException(
        "Reading texts from " + file,
        "a JSON object with a \"text\" on each line",
        found,
        "Give another --dataset.");
  }
}
