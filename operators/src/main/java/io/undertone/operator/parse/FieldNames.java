package io.undertone.operator.parse;

import io.undertone.operator.settings.RecordFormat;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names that the fields of a review have in a record, and the names that mark an envelope.
 * Immutable.
 */
final class FieldNames {

  private static final Set<String> ROWS_OF_DEBEZIUM = Set.of("before", "after", "source");

  /** What Debezium's ExtractNewRecordState adds to each row where it rewrites deletes. */
  static final String DELETED = "__deleted";

  private static final Set<String> ENVELOPE =
      Set.of("before", "after", "source", "op", "schema", "payload", DELETED);

  /** The fields that are read here. */
  enum Field {
    REVIEW_ID("review_id"),
    USER_ID("user_id"),
    TEXT("text"),
    TIMESTAMP("timestamp"),
    LABEL("label");

    private final String ours;

    Field(String ours) {
      this.ours = ours;
    }
  }

  private final RecordFormat format;
  private final Map<String, Field> fields = new HashMap<>();

  /**
   * @param labels whether labels are read
   */
  FieldNames(RecordFormat format, boolean labels) {
    this.format = format;
    for (Field field : Field.values()) {
      if (field != Field.LABEL || labels) {
        fields.put(of(field), field);
      }
    }
  }

  /** The field with this name in a record; null if there is none. */
  @Nullable Field get(String name) {
    return fields.get(name);
  }

  /** The name of a field in a record. */
  String of(Field field) {
    return format.nameOf(field.ours);
  }

  /** A field's name for messages: that in the record, and ours if it differs. */
  String shown(Field field) {
    String name = of(field);
    return name.equals(field.ours) ? name : name + " (" + field.ours + ")";
  }

  /** What to do about a missing field. */
  String remedy(Field field) {
    return "send one, or name its field by --fields " + field.ours + "=NAME";
  }

  /** Whether a name is an envelope's and not a field's. */
  boolean isOfEnvelope(String name) {
    return ENVELOPE.contains(name) && !fields.containsKey(name);
  }

  /** Whether these names make a change event of Debezium. */
  static boolean isDebezium(Set<String> names) {
    return names.contains("op") && !Collections.disjoint(names, ROWS_OF_DEBEZIUM);
  }

  /** Whether these names make Kafka Connect's schema and payload. */
  static boolean isConnect(Set<String> names) {
    return names.contains("schema") && names.contains("payload");
  }
}
