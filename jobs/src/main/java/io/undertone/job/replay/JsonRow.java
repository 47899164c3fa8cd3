package io.undertone.job.replay;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.undertone.operator.parse.FieldRules;
import io.undertone.operator.parse.FieldValue;
import io.undertone.operator.parse.RecordReader;
import io.undertone.operator.settings.RecordFormat.Value;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A row as JSON: finds fields in its bytes, and changes or adds a field while all other bytes stay
 * as they are. It does not decide what is a review: the graph's parser does.
 */
final class JsonRow {

  private static final JsonFactory JSON = RecordReader.json();

  /** Longer numbers, or with more digits behind the point, are taken for none. */
  private static final int NUMBER_CHARACTERS_MAX = 1000;

  private static final byte[] NULL = {'n', 'u', 'l', 'l'};

  /**
   * A field of the row, with what {@link FieldValue} says of it.
   *
   * @param text of a string, a number or a boolean; else empty
   * @param start of its value in the row's bytes
   * @param end behind its value
   */
  record Field(JsonToken kind, String text, int start, int end) {

    boolean isNull() {
      return kind == JsonToken.VALUE_NULL;
    }

    /** Whether it is a text or an integer, as ids are. */
    boolean isId() {
      return kind == JsonToken.VALUE_STRING || kind == JsonToken.VALUE_NUMBER_INT;
    }

    /** Whether it is null or a text of which nothing is to be seen, as an empty cell is none. */
    boolean isNullOrBlank() {
      return isNull() || (kind == JsonToken.VALUE_STRING && FieldRules.isBlank(text));
    }

    boolean isNumber() {
      return kind.isNumeric();
    }

    /** The number that it is, or that its text is; null if it is none. */
    @Nullable BigDecimal number() {
      String written = text.strip();
      if (written.length() > NUMBER_CHARACTERS_MAX) {
        return null;
      }
      try {
        BigDecimal number = new BigDecimal(written);
        return number.scale() > NUMBER_CHARACTERS_MAX ? null : number;
      } catch (NumberFormatException noNumber) {
        return null;
      }
    }
  }

  /** Bytes that replace those up to an end. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Change(byte[] by, int end) {}

  private final byte[] json;
  private final Set<String> wanted;
  private final Map<String, Field> fields = new HashMap<>();
  private final Set<String> repeated = new HashSet<>();
  private final List<String> names = new ArrayList<>();

  /** By the offset at which they begin. */
  private final Map<Integer, Change> changes = new TreeMap<>();

  /** Where the row's closing brace is; -1 until it is found. */
  private int close = -1;

  private JsonRow(byte[] json, Set<String> wanted) {
    this.json = json;
    this.wanted = wanted;
  }

  /**
   * The row in a value, out of its envelope; null if there is none, or it is incomplete.
   *
   * @param wanted the names of the fields that can be asked for
   */
  static @Nullable JsonRow of(byte[] json, Value wrapped, Set<String> wanted) {
    JsonRow row = new JsonRow(json, wanted);
    try (JsonParser parser = JSON.createParser(json)) {
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        switch (wrapped) {
          case JSON, REGISTRY -> row.read(parser);
          case CONNECT -> row.find("payload", parser);
          case DEBEZIUM -> row.find("after", parser);
        }
      }
    } catch (IOException broken) {
      return null;
    }
    return row.close < 0 ? null : row;
  }

  /** The names of all fields, in their order. */
  List<String> names() {
    return names;
  }

  /** The first field of this name, or null. */
  @Nullable Field get(String name) {
    return fields.get(name);
  }

  /** Whether a field of this name is there more than once. */
  boolean repeats(String name) {
    return repeated.contains(name);
  }

  /** Sets a field to a string; adds the field if it is missing. */
  void set(String name, String text) {
    Field field = fields.get(name);
    if (field != null) {
      replace(field, quoted(text));
      return;
    }
    ByteArrayOutputStream added = new ByteArrayOutputStream();
    Change before = changes.get(close);
    added.writeBytes(before == null ? new byte[0] : before.by());
    if (!names.isEmpty() || added.size() > 0) {
      added.write(',');
    }
    added.writeBytes(quoted(name));
    added.write(':');
    added.writeBytes(quoted(text));
    changes.put(close, new Change(added.toByteArray(), close));
  }

  /** Sets a field to null, if it is there. */
  void unset(String name) {
    Field field = fields.get(name);
    if (field != null) {
      replace(field, NULL);
    }
  }

  /** The row's bytes, with all changes. */
  byte[] bytes() {
    if (changes.isEmpty()) {
      return json;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(json.length + 64);
    int at = 0;
    for (Map.Entry<Integer, Change> change : changes.entrySet()) {
      out.write(json, at, change.getKey() - at);
      out.writeBytes(change.getValue().by());
      at = change.getValue().end();
    }
    out.write(json, at, json.length - at);
    return out.toByteArray();
  }

  private void replace(Field field, byte[] by) {
    changes.put(field.start(), new Change(by, field.end()));
  }

  /** Looks for the row under a name; a change event may itself be a payload. */
  private void find(String wanted, JsonParser parser) throws IOException {
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      boolean object = parser.nextToken() == JsonToken.START_OBJECT;
      if (object && close < 0 && name.equals(wanted)) {
        read(parser);
      } else if (object && close < 0 && name.equals("payload")) {
        find(wanted, parser);
      } else {
        parser.skipChildren();
      }
    }
  }

  private void read(JsonParser parser) throws IOException {
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      names.add(name);
      parser.nextToken();
      if (!wanted.contains(name)) {
        parser.skipChildren();
        continue;
      }
      int start = (int) parser.currentTokenLocation().getByteOffset();
      FieldValue value = FieldValue.read(parser);
      int end = (int) parser.currentLocation().getByteOffset();
      Field field = new Field(value.kind(), value.text(), start, end);
      if (fields.putIfAbsent(name, field) != null) {
        repeated.add(name);
      }
    }
    close = (int) parser.currentTokenLocation().getByteOffset();
  }

  /** A string as JSON. */
  static byte[] quoted(String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(text.length() + 2);
    out.write('"');
    out.writeBytes(JsonStringEncoder.getInstance().quoteAsUTF8(text));
    out.write('"');
    return out.toByteArray();
  }
}
