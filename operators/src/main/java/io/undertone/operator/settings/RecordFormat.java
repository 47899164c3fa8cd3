package io.undertone.operator.settings;

import java.io.Serializable;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How producers write a review: the names of its fields, the format of timestamps and keys, and the
 * envelope around it.
 *
 * @param fields the names in the record of those of {@link #FIELDS} that have another name there
 * @param timestampUnit of timestamps that are numbers
 * @param timestampPattern of timestamps that are texts; null for ISO-8601 and RFC 1123
 * @param value what a record's value is
 * @param key what a record's key is; tombstones are read by it, and a review's user is compared
 *     with what it names
 */
public record RecordFormat(
    Map<String, String> fields,
    TimestampUnit timestampUnit,
    @Nullable TimestampPattern timestampPattern,
    Value value,
    Key key)
    implements Serializable {

  private static final long serialVersionUID = 1L;

  /** The fields of a review, by their default names. */
  public static final List<String> FIELDS =
      List.of("review_id", "user_id", "text", "timestamp", "label", "rating", "seq");

  /** The unit of a timestamp that is a number, since 1970. */
  public enum TimestampUnit {
    S,
    MS,
    US
  }

  /** What a record's value is. */
  public enum Value {
    /** The review itself, as JSON. */
    JSON,
    /** The review behind the five bytes that a schema registry's serializers put first. */
    REGISTRY,
    /** The new row in a change event of Debezium; a delete forgets the user. */
    DEBEZIUM,
    /** The payload beside its schema, as Kafka Connect's JSON converter writes it. */
    CONNECT
  }

  /** What a record's key is. */
  public enum Key {
    /** The user's id, as it is. */
    TEXT,
    /** The user's id as a JSON string or integer, bare or as the payload beside a schema. */
    JSON,
    /**
     * JSON behind the five bytes that a schema registry's serializers put first: the user's id, or
     * an object that holds it in its field. Without the five bytes, the id as it is.
     */
    REGISTRY,
    /** An object that holds the user's id in its field, bare or as the payload beside a schema. */
    DEBEZIUM;

    /** The usual format of keys with such values. */
    public static Key usualWith(Value value) {
      return switch (value) {
        case JSON -> TEXT;
        case REGISTRY -> REGISTRY;
        case DEBEZIUM -> DEBEZIUM;
        case CONNECT -> JSON;
      };
    }
  }

  public RecordFormat {
    fields = new TreeMap<>(fields); // serializable, and the same order in every log line
    Set<String> unknown = new HashSet<>(fields.keySet());
    unknown.removeAll(FIELDS);
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "Naming the fields of a record: expected some of %s, found %s. Write FIELD=NAME, where FIELD is one of these."
              .formatted(String.join(", ", FIELDS), String.join(", ", unknown)));
    }
    requireOneFieldAName(fields);
  }

  /** A format without a timestamp pattern. */
  public RecordFormat(
      Map<String, String> fields, TimestampUnit timestampUnit, Value value, Key key) {
    this(fields, timestampUnit, null, value, key);
  }

  /** The same, with another format of keys. */
  public RecordFormat with(Key changed) {
    return new RecordFormat(fields, timestampUnit, timestampPattern, value, changed);
  }

  /** The same, with another timestamp pattern. */
  public RecordFormat with(@Nullable TimestampPattern changed) {
    return new RecordFormat(fields, timestampUnit, changed, value, key);
  }

  /** The default names, milliseconds, plain JSON, plain keys. */
  public static RecordFormat defaults() {
    return new RecordFormat(Map.of(), TimestampUnit.MS, Value.JSON, Key.TEXT);
  }

  private static void requireOneFieldAName(Map<String, String> fields) {
    Map<String, String> named = new HashMap<>();
    for (String field : FIELDS) {
      String name = fields.getOrDefault(field, field);
      if (name.isBlank()) {
        throw new IllegalArgumentException(
            "Naming the fields of a record: expected a name for %s, found none. Name it, or leave it out."
                .formatted(field));
      }
      String other = named.put(name, field);
      if (other != null) {
        throw new IllegalArgumentException(
            "Naming the fields of a record: expected a name of its own for each field, found %s for %s and %s. Name one of them otherwise."
                .formatted(name, other, field));
      }
    }
  }

  /** The name in the record of one of {@link #FIELDS}. */
  public String nameOf(String field) {
    return fields.getOrDefault(field, field);
  }
}
