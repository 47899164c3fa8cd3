package io.undertone.model;

import java.nio.file.Path;

/** Reads {@code golden.json}. */
final class GoldenReader {

  static final String FORMAT = "undertone-golden/1";

  private GoldenReader() {}

  static Golden read(Path file) {
    JsonFields json = JsonFields.read(file);
    String format = json.text("format");
    if (!format.equals(FORMAT)) {
      throw json.wrong("format", FORMAT, format);
    }
    Golden golden = new Golden(json.list("reviews", GoldenReader::review));
    if (golden.reviews().isEmpty()) {
      throw json.wrong("reviews", "at least one review", "none");
    }
    return golden;
  }

  private static Golden.GoldenReview review(JsonFields json) {
    return new Golden.GoldenReview(
        json.text("user"),
        json.text("text"),
        json.integers("tokens"),
        json.flag("truncated"),
        json.map("states", GoldenReader::state),
        json.numbers("logits"));
  }

  private static Golden.GoldenState state(JsonFields json) {
    return new Golden.GoldenState(json.numbers("first"), json.number("norm"));
  }
}
