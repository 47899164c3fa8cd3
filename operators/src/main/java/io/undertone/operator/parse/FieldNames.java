package io.undertone.operator.parse;

import io.undertone.operator.settings.RecordFormat;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Knows under which names the fields of a review stand in a record, and which other names are an
 * envelope's. Immutable.
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

  /** The field that stands under a name in a record; null if none does. */
  @Nullable Field get(String name) {
    return fields.get(name);
  }

  /** The name of a field in a record. */
  String of(Field field) {
    return format.nameOf(field.ours);
  }

  /** A field as a person knows it: by its name in the record, and by ours where that differs. */
  String shown(Field field) {
    String name = of(field);
    return name.equals(field.ours) ? name : name + " (" + field.ours + ")";
  }

  /** What to do where a field is not there. */
  String remedy(Field field) {
    return "send one, or name its field by --fields " + field.ours + "=NAME";
  }

  /** Whether a name is one of an envelope's, and of no field. */
  boolean isOfEnvelope(String name) {
    return ENVELOPE.contains(name) && !fields.containsKey(name);
  }

  /** Whether these of an envelope's names are those of a change event of Debezium. */
  static boolean isDebezium(Set<String> names) {
    return names.contains("op") && !Collections.disjoint(names, ROWS_OF_DEBEZIUM);
  }

  /** Whether these of an envelope's names are those of Kafka Connect's schema and payload. */
  static boolean isConnect(Set<String> names) {
    return names.contains("schema") && names.contains("payload");
  }
}
