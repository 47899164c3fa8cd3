package io.undertone.model;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * Reads a JSON file of a bundle into records, and says exactly where it is not what it must be.
 * Each component of a record needs a field of its type, or null where the component allows that.
 * Other fields are ignored.
 */
final class BundleJson {

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(
              DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY,
              DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
              DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
          .disable(
              DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
              DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .withCoercionConfig(
              LogicalType.Textual,
              text ->
                  Arrays.stream(CoercionInputShape.values())
                      .forEach(shape -> text.setCoercion(shape, CoercionAction.Fail)))
          .defaultSetterInfo(JsonSetter.Value.forValueNulls(Nulls.FAIL, Nulls.FAIL))
          .build();

  private static final String WHOLE = "a whole number";

  private final String doing;
  private final JsonNode tree;

  private BundleJson(String doing, JsonNode tree) {
    this.doing = doing;
    this.tree = tree;
  }

  /** A field of the right type with a value that cannot be; for a record's constructor to throw. */
  static final class FieldException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String name;
    private final String expected;
    private final String found;

    FieldException(String name, String expected, String found) {
      super("expected " + expected + " at " + name + ", found " + found);
      this.name = name;
      this.expected = expected;
      this.found = found;
    }
  }

  /** Refuses a number below the least that makes sense, which is 0 or 1. */
  static void atLeast(int least, String name, long found) {
    if (found < least) {
      throw new FieldException(
          name, least == 0 ? WHOLE : WHOLE + " above 0", String.valueOf(found));
    }
  }

  /**
   * Reads a file that holds one JSON object of a format.
   *
   * @throws BundleException if the file holds anything else
   */
  static <T> T read(Path file, String format, Class<T> type) {
    String doing = "Reading " + file;
    try {
      return new BundleJson(doing, JSON.readTree(Files.readAllBytes(file))).read(format, type);
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation(); // null where the reader's own bounds are passed
      String found = at == null ? "more than is read" : "at " + at.offsetDescription() + " none";
      throw new BundleException(doing, "JSON", found, Remedy.EXPORT, e);
    } catch (IOException e) {
      throw new BundleException(doing, "a readable file", e.toString(), Remedy.COPY, e);
    }
  }

  private <T> T read(String format, Class<T> type) throws JsonProcessingException {
    JsonNode found = tree.path("format");
    if (!tree.isObject() || !found.isTextual()) {
      throw tree.isObject()
          ? wrong("a text at format", describe(found))
          : wrong("an object", describe(tree));
    }
    if (!found.textValue().equals(format)) {
      throw wrong(format + " at format", found.textValue());
    }
    try {
      return JSON.treeToValue(tree, type);
    } catch (JsonMappingException e) {
      throw wrong(e);
    }
  }

  /** Says where, in our words: Jackson's own message, which is left out, quotes texts. */
  private BundleException wrong(JsonMappingException e) {
    String path = "";
    JsonNode node = tree;
    for (JsonMappingException.Reference step : e.getPath()) {
      String name = step.getFieldName();
      path += name == null ? "[" + step.getIndex() + "]" : (path.isEmpty() ? "" : ".") + name;
      node = name == null ? node.path(step.getIndex()) : node.path(name);
    }
    if (e.getCause() instanceof FieldException field) {
      String at = path.isEmpty() ? field.name : path + "." + field.name;
      return wrong(field.expected + " at " + at, field.found);
    }
    if (e instanceof InvalidTypeIdException && node.isObject()) {
      return wrong("bpe or symbols at " + path + ".kind", name(node.path("kind")));
    }
    if (!(e instanceof MismatchedInputException mismatch)) {
      return wrong(WHOLE + " at " + path, describe(node));
    }
    Class<?> type = mismatch.getTargetType();
    return wrong(expected(type) + " at " + path, type.isEnum() ? name(node) : describe(node));
  }

  private BundleException wrong(String expected, String found) {
    return new BundleException(doing, expected, found, Remedy.EXPORT);
  }

  /** A text that names one of a few kinds, which no review does. */
  private static String name(JsonNode found) {
    return found.isTextual() ? found.textValue() : describe(found);
  }

  /** What a component of this type must be, in words; a record must be an object. */
  private static String expected(Class<?> type) {
    if (type.isEnum()) {
      return "one of " + Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT);
    }
    return switch (type.getSimpleName()) {
      case "String" -> "a text";
      case "boolean" -> "true or false";
      case "int", "Integer", "long" -> WHOLE;
      case "double", "Double" -> "a number";
      case "List", "ArrayList" -> "a list";
      case "JsonNode" -> "a number or a list";
      default -> "an object";
    };
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
