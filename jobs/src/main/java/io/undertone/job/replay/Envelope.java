package io.undertone.job.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.undertone.operator.settings.RecordFormat;
import org.jspecify.annotations.Nullable;

/**
 * A row within what is wrapped around it. The parser of the graph gets the envelope whole and reads
 * it by its own rules; a replay only has to look into the row.
 *
 * @param row a change to it is a change to the value that it was found in
 * @param deleted whether the row is no more, so that its user is to be forgotten
 */
record Envelope(ObjectNode row, boolean deleted) {

  /** The row in a value, or null where there is none. */
  static @Nullable Envelope open(JsonNode value, RecordFormat.Value wrapped) {
    JsonNode payload = value.path("payload").isObject() ? value.path("payload") : value;
    return switch (wrapped) {
      case JSON, REGISTRY -> of(value, false);
      case CONNECT -> of(value.path("payload"), false);
      case DEBEZIUM ->
          payload.path("op").asText().equals("d")
              ? of(payload.path("before"), true)
              : of(payload.path("after"), false);
    };
  }

  /** Whether a row without a text looks like an envelope that nobody said it would be. */
  static boolean isUnsaid(ObjectNode row) {
    return row.path("payload").isObject()
        || row.path("after").isObject()
        || row.path("before").isObject();
  }

  private static @Nullable Envelope of(JsonNode row, boolean deleted) {
    return row instanceof ObjectNode object ? new Envelope(object, deleted) : null;
  }
}
