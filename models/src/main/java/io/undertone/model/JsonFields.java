package io.undertone.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of a JSON object one by one, and says exactly where one is not what it must be.
 */
final class JsonFields {

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final String doing;
  private final String path;
  private final JsonNode node;

  private JsonFields(String doing, String path, JsonNode node) {
    this.doing = doing;
    this.path = path;
    this.node = node;
  }

  /** Reads a file that holds one JSON object. */
  static JsonFields read(Path file) {
    String doing = "Reading " + file;
    try {
      return new JsonFields(doing, "", JSON.readTree(Files.readAllBytes(file))).object();
    } catch (JsonProcessingException e) {
      throw new BundleException(
          doing, "JSON", "at " + e.getLocation().offsetDescription() + " none", Remedy.EXPORT, e);
    } catch (IOException e) {
      throw new BundleException(doing, "a readable file", e.toString(), Remedy.COPY, e);
    }
  }

  String text(String key) {
    JsonNode value = value(key);
    if (!value.isTextual()) {
      throw wrong(key, "a text", value);
    }
    return value.textValue();
  }

  /** Whether there is such a field, and not null. */
  boolean has(String key) {
    return !node.path(key).isNull() && !node.path(key).isMissingNode();
  }

  @Nullable String textOrNull(String key) {
    return has(key) ? text(key) : null;
  }

  boolean flag(String key) {
    JsonNode value = value(key);
    if (!value.isBoolean()) {
      throw wrong(key, "true or false", value);
    }
    return value.booleanValue();
  }

  /** A flag that may be left out when it is false. */
  boolean flagOrFalse(String key) {
    return !node.path(key).isMissingNode() && flag(key);
  }

  int positive(String key) {
    JsonNode value = value(key);
    if (!value.isInt() || value.intValue() < 1) {
      throw wrong(key, "a whole number above 0", value);
    }
    return value.intValue();
  }

  long whole(String key) {
    JsonNode value = value(key);
    if (!value.canConvertToLong() || !value.isIntegralNumber() || value.longValue() < 0) {
      throw wrong(key, "a whole number", value);
    }
    return value.longValue();
  }

  double number(String key) {
    JsonNode value = value(key);
    if (!value.isNumber()) {
      throw wrong(key, "a number", value);
    }
    return value.doubleValue();
  }

  JsonFields object(String key) {
    return child(key, value(key)).object();
  }

  @Nullable JsonFields objectOrNull(String key) {
    return has(key) ? object(key) : null;
  }

  /** The elements of a list, each read by its index as if it were a field. */
  <T> List<T> list(String key, Function<JsonFields, T> element) {
    JsonNode value = value(key);
    if (!value.isArray()) {
      throw wrong(key, "a list", value);
    }
    List<T> elements = new ArrayList<>(value.size());
    for (int i = 0; i < value.size(); i++) {
      elements.add(element.apply(child(key + "[" + i + "]", value.get(i))));
    }
    return elements;
  }

  List<String> texts(String key) {
    return list(key, element -> element.self(JsonNode::isTextual, "a text").textValue());
  }

  List<Integer> integers(String key) {
    return list(key, element -> element.self(JsonNode::isInt, "a whole number").intValue());
  }

  List<Double> numbers(String key) {
    return list(key, element -> element.self(JsonNode::isNumber, "a number").doubleValue());
  }

  boolean isNumber(String key) {
    return value(key).isNumber();
  }

  /** The fields of an object whose keys are data. */
  <T> Map<String, T> map(String key, Function<JsonFields, T> element) {
    JsonFields object = object(key);
    Map<String, T> entries = new LinkedHashMap<>();
    for (Iterator<String> keys = object.node.fieldNames(); keys.hasNext(); ) {
      String name = keys.next();
      entries.put(name, element.apply(object.object(name)));
    }
    return entries;
  }

  BundleException wrong(String key, String expected, String found) {
    return new BundleException(doing, expected + " at " + at(key), found, Remedy.EXPORT);
  }

  private BundleException wrong(String key, String expected, JsonNode found) {
    return wrong(key, expected, describe(found));
  }

  private JsonFields object() {
    self(JsonNode::isObject, "an object");
    return this;
  }

  private JsonNode self(Function<JsonNode, Boolean> is, String expected) {
    if (!is.apply(node)) {
      throw new BundleException(
          doing, expected + (path.isEmpty() ? "" : " at " + path), describe(node), Remedy.EXPORT);
    }
    return node;
  }

  private JsonNode value(String key) {
    return node.path(key);
  }

  private JsonFields child(String key, JsonNode value) {
    return new JsonFields(doing, at(key), value);
  }

  private String at(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  /** What a value is, but never a text, which may be a review. */
  private static String describe(JsonNode found) {
    return switch (found.getNodeType()) {
      case MISSING -> "nothing";
      case NUMBER, BOOLEAN, NULL -> found.toString();
      case STRING -> "a text of " + found.textValue().length() + " characters";
      case ARRAY -> "a list of " + found.size();
      default -> "an object";
    };
  }
}
