package io.undertone.operator.parse;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.undertone.operator.parse.FieldNames.Field;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Notes where inside a record fields stand that belong outside: in an object, in the objects of an
 * array, however deep, or perhaps in a text that holds JSON. Reads names, never what they say. Used
 * once.
 */
final class FieldsInside {

  /** A place that can stand in a message. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_.-]{1,40}");

  private final FieldNames names;
  private final Map<Field, String> places = new EnumMap<>(Field.class);
  private final Set<String> ofEnvelope = new HashSet<>();
  private @Nullable String encoded;

  /** The names down to where the parser is. */
  private final List<String> path = new ArrayList<>();

  /** How many arrays are around it. */
  private int arrays;

  FieldsInside(FieldNames names) {
    this.names = names;
  }

  /** Reads an object or an array that stands under a name, to its end; leaves other values be. */
  void read(String name, JsonParser parser) throws IOException {
    path.add(name);
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      object(parser);
    } else if (parser.currentToken() == JsonToken.START_ARRAY) {
      array(parser);
    }
    path.remove(path.size() - 1);
  }

  /** Takes the text that stands under a name; of several that hold JSON the first counts. */
  void text(String name, String text) {
    if (encoded == null && RecordReader.holdsJson(text)) {
      encoded = PLAIN.matcher(name).matches() ? name : "a field";
    }
  }

  /** Which names of an envelope stand in the payload. */
  Set<String> ofEnvelopeInPayload() {
    return ofEnvelope;
  }

  /** Where a field is instead, and what to do, as the end of a sentence; null if it is nowhere. */
  @Nullable String place(Field field) {
    String place = places.get(field);
    if (place != null) {
      return " but in " + place;
    }
    return encoded == null
        ? null
        : ", but %s is a text that holds JSON: send that object itself".formatted(encoded);
  }

  private void object(JsonParser parser) throws IOException {
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      parser.nextToken();
      Field field = names.get(name);
      if (field != null) {
        places.computeIfAbsent(field, found -> here());
        parser.skipChildren();
        continue;
      }
      if (path.size() == 1 && path.get(0).equals("payload") && names.isOfEnvelope(name)) {
        ofEnvelope.add(name);
      }
      read(name, parser);
    }
  }

  private void array(JsonParser parser) throws IOException {
    arrays++;
    JsonToken element = parser.nextToken();
    while (element != JsonToken.END_ARRAY) {
      if (element == JsonToken.START_OBJECT) {
        object(parser);
      } else if (element == JsonToken.START_ARRAY) {
        array(parser);
      }
      element = parser.nextToken();
    }
    arrays--;
  }

  private String here() {
    String where = String.join(".", path);
    boolean plain = PLAIN.matcher(where).matches();
    return arrays == 0
        ? (plain ? where : "an object") + ": send that object itself"
        : (plain ? "the array " + where : "an array") + ": send each of its objects by itself";
  }
}
