package io.undertone.operator.parse;

import io.undertone.operator.settings.RecordFormat;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which fields of a review stand under which names in a record, and which other names give an
 * envelope away. Immutable.
 */
final class FieldNames {

  /** Marks of an envelope: bits that are together in {@link #isDebezium} or {@link #isConnect}. */
  static final int BEFORE = 1;

  static final int AFTER = 2;
  static final int OP = 4;
  static final int SCHEMA = 8;
  static final int PAYLOAD = 16;
  static final int SOURCE = 32;

  private static final Map<String, Integer> MARKS =
      Map.of(
          "before", BEFORE,
          "after", AFTER,
          "op", OP,
          "source", SOURCE,
          "schema", SCHEMA,
          "payload", PAYLOAD);

  /** The fields that are read here; each has a bit. */
  enum Field {
    REVIEW_ID(1, "review_id"),
    USER_ID(2, "user_id"),
    TEXT(4, "text"),
    TIMESTAMP(8, "timestamp"),
    LABEL(16, "label");

    private final int bit;
    private final String ours;

    Field(int bit, String ours) {
      this.bit = bit;
      this.ours = ours;
    }

    int bit() {
      return bit;
    }
  }

  /**
   * What a name in a record is.
   *
   * @param field of a review that stands under it, or null
   * @param mark of an envelope that it is, or 0; a name that serves a field is none
   */
  record Named(@Nullable Field field, int mark) {}

  private final RecordFormat format;
  private final Map<String, Named> names = new HashMap<>();

  /**
   * @param labels whether labels are read
   */
  FieldNames(RecordFormat format, boolean labels) {
    this.format = format;
    MARKS.forEach((name, mark) -> names.put(name, new Named(null, mark)));
    for (Field field : Field.values()) {
      if (field != Field.LABEL || labels) {
        names.put(of(field), new Named(field, 0));
      }
    }
  }

  /** What a name in a record is; null if it is nothing that matters. */
  @Nullable Named get(String name) {
    return names.get(name);
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

  /** Whether the marks are those of a change event of Debezium. */
  static boolean isDebezium(int marks) {
    return (marks & OP) != 0 && (marks & (BEFORE | AFTER | SOURCE)) != 0;
  }

  /** Whether the marks are those of Kafka Connect's schema and payload. */
  static boolean isConnect(int marks) {
    return (marks & SCHEMA) != 0 && (marks & PAYLOAD) != 0;
  }
}
