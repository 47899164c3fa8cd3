package io.undertone.job.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.undertone.job.JobException;
import io.undertone.job.dataset.DatasetFile;
import io.undertone.job.dataset.Row;
import io.undertone.job.dataset.Rows;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * User and text of a row: all that the bench needs of a data set.
 *
 * @param user the user's id; the row's place if it has none
 */
record UserText(String user, String text) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Parses a line; the place stands for a missing user. */
  static UserText ofLine(String line, String place) throws JsonProcessingException {
    return of(JSON.readTree(line), place);
  }

  /**
   * The first texts of a file; rows without a text are skipped.
   *
   * @throws JobException if there is none, or a line is no JSON
   */
  static List<UserText> ofFile(DatasetFile file, int textsMax) {
    List<UserText> texts = new ArrayList<>();
    try (Rows rows = file.open()) {
      for (Row row = rows.next(); row != null && texts.size() < textsMax; row = rows.next()) {
        JsonNode read = row.json() == null ? JSON.nullNode() : JSON.readTree(row.json());
        if (read.path("text").isTextual()) {
          texts.add(of(read, file.path().getFileName() + ":" + row.number()));
        }
      }
    } catch (IOException broken) {
      throw noTexts(file, "a line that is not JSON");
    }
    if (texts.isEmpty()) {
      throw noTexts(file, "none");
    }
    return texts;
  }

  private static UserText of(JsonNode row, String place) {
    return new UserText(row.path("user_id").asText(place), row.path("text").asText());
  }

  private static JobException noTexts(DatasetFile file, String found) {
    return new JobException(
        "Reading texts from " + file.path(),
        "rows with a \"text\"",
        found,
        "Give a --dataset in which the text is called text.");
  }
}
