package io.undertone.job.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.undertone.job.demo.SampleRecord.Kind;
import io.undertone.operator.parse.Timestamps;
import io.undertone.operator.settings.RecordFormat.TimestampUnit;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The bundled sample of reviews, in stream order, with broken records among them. */
public final class Sample {

  private static final String FOLDER = "/io/undertone/job/sample/";
  private static final ObjectMapper JSON = new ObjectMapper();

  private Sample() {}

  /** The reviews alone, as lines of a data set. */
  public static List<String> lines() {
    return lines("reviews.jsonl");
  }

  /** The texts of the reviews. */
  public static List<String> texts() {
    return lines().stream().map(line -> parse(line).path("text").asText()).toList();
  }

  /** Every record of the sample. */
  static List<SampleRecord> records() {
    Map<String, List<JsonNode>> broken =
        lines("broken.jsonl").stream()
            .map(Sample::parse)
            .collect(Collectors.groupingBy(row -> row.path("after").asText()));
    List<SampleRecord> records = new ArrayList<>();
    for (String line : lines()) {
      SampleRecord review = review(line);
      records.add(review);
      for (JsonNode row : broken.getOrDefault(review.id(), List.of())) {
        records.add(broken(row, review.timestamp()));
      }
    }
    return records;
  }

  private static SampleRecord review(String line) {
    JsonNode row = parse(line);
    String user = row.path("user_id").asText();
    return new SampleRecord(
        row.path("review_id").asText(),
        user.getBytes(UTF_8),
        line.getBytes(UTF_8),
        user,
        Timestamps.ofText(row.path("timestamp").asText(), TimestampUnit.MS).orElseThrow(),
        row.path("text").asText(),
        row.hasNonNull("label") ? row.path("label").asText() : null,
        Kind.REVIEW);
  }

  private static SampleRecord broken(JsonNode row, long timestamp) {
    String key = row.path("key").textValue();
    byte[] value = value(row);
    return new SampleRecord(
        "after " + row.path("after").asText(),
        key == null ? null : key.getBytes(UTF_8),
        value,
        key,
        timestamp,
        "",
        null,
        value == null ? Kind.FORGET : Kind.BROKEN);
  }

  private static byte @Nullable [] value(JsonNode row) {
    if (row.has("value_base64")) {
      return Base64.getDecoder().decode(row.path("value_base64").asText());
    }
    String value = row.path("value").textValue();
    if (value == null) {
      return null;
    }
    String repeated = row.path("repeated").asText().repeat(row.path("times").asInt());
    return value.replace("{repeated}", repeated).getBytes(UTF_8);
  }

  private static List<String> lines(String name) {
    try (InputStream in = Objects.requireNonNull(Sample.class.getResourceAsStream(FOLDER + name));
        BufferedReader reader = new BufferedReader(new InputStreamReader(in, UTF_8))) {
      return reader.lines().toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException("Reading the sample " + name, unreadable);
    }
  }

  private static JsonNode parse(String line) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException broken) {
      throw new UncheckedIOException("Reading the sample", broken);
    }
  }
}
