package io.undertone.operator.parse;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.undertone.event.ForgetUser;
import io.undertone.event.RawRecord;
import io.undertone.event.RejectReason;
import io.undertone.operator.parse.ParsedRecord.Accepted;
import io.undertone.operator.parse.ParsedRecord.Rejected;
import io.undertone.operator.settings.RecordFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads the user from a record's key. A key in another format than the configured one is rejected:
 * otherwise a tombstone would silently forget nobody. Knows no values.
 */
final class KeyReader {

  private final RecordFormat.Key kind;
  private final String userName;
  private final FieldRules rules;
  private final JsonFactory json;

  /**
   * @param userName the name of the user's field, where the key is an object
   */
  KeyReader(RecordFormat.Key kind, String userName, FieldRules rules, JsonFactory json) {
    this.kind = kind;
    this.userName = userName;
    this.rules = rules;
    this.json = json;
  }

  /** The user to forget, by the key of a record without a value; or why the key names none. */
  ParsedRecord tombstone(RawRecord record) {
    byte[] key = record.key();
    if (key == null || key.length == 0) {
      return new Rejected(
          RejectReason.TOMBSTONE_WITHOUT_KEY,
          "a record without a value names its user by its key: send one");
    }
    boolean framed = kind == RecordFormat.Key.REGISTRY && RegistryFrame.leads(key);
    boolean plain = kind == RecordFormat.Key.TEXT || (kind == RecordFormat.Key.REGISTRY && !framed);
    Rejected fault = plain ? notPlain(key) : null;
    return fault != null ? fault : named(record, key, plain, framed ? RegistryFrame.BYTES : 0);
  }

  /**
   * The user whose row was deleted: the one in the row, else the one in the record's key; or why
   * neither names one.
   *
   * @param user in the row, a valid id; null or blank if there is none
   * @param nobody how messages call a row without a user
   */
  ParsedRecord deleted(RawRecord record, @Nullable String user, String nobody) {
    if (user != null && !FieldRules.isBlank(user)) {
      return forgotten(record, user);
    }
    ParsedRecord byKey = tombstone(record);
    return byKey instanceof Rejected rejected
        ? new Rejected(rejected.reason(), nobody + ", and " + rejected.detail())
        : byKey;
  }

  /** Whether a record has a key that names another user, or none. */
  boolean differs(RawRecord record, String user) {
    byte[] key = record.key();
    if (key == null) {
      return false;
    }
    if (kind == RecordFormat.Key.TEXT) {
      return !Arrays.equals(key, user.getBytes(StandardCharsets.UTF_8));
    }
    return !(tombstone(record) instanceof Accepted named && named.event().userId().equals(user));
  }

  private ParsedRecord named(RawRecord record, byte[] key, boolean plain, int start) {
    int utf8Fault = Utf8.firstFault(key, start);
    if (utf8Fault != Utf8.NO_FAULT) {
      return new Rejected(
          RejectReason.KEY_NOT_UTF8,
          "key, byte %d of %d: send UTF-8, or say by --key how it is written"
              .formatted(utf8Fault, key.length));
    }
    String user = plain ? new String(key, StandardCharsets.UTF_8) : userIn(key, start);
    if (user == null || FieldRules.isBlank(user)) {
      return new Rejected(RejectReason.KEY_WITHOUT_USER, withoutUser());
    }
    Rejected fault = rules.id("key", user, RejectReason.KEY_WITHOUT_USER);
    return fault != null ? fault : forgotten(record, user);
  }

  private static Accepted forgotten(RawRecord record, String user) {
    return new Accepted(new ForgetUser(user, Timestamps.clamp(record.timestamp())), false, false);
  }

  private @Nullable Rejected notPlain(byte[] key) {
    String seen = null;
    if (RegistryFrame.leads(key)) {
      seen = "a registry's frame: give --key registry if JSON follows it, else key by text";
    } else if (isWithin("\"", key, "\"")) {
      seen = "a JSON string: give --key json";
    } else if (isWithin("{", key, "}")) {
      seen = "a JSON object: give --key debezium if it holds the user's field, else --key json";
    } else if (isWithin("[\"", key, "\"]")) {
      seen = "a JSON array: key by the user's id alone";
    } else if (isWithin("Struct{", key, "}")) {
      seen = "a struct in Connect's text: set key.converter to JSON and give --key debezium";
    } else if (hasZero(key)) {
      seen = "binary: set the key's serializer to text";
    }
    return seen == null
        ? rules.idOfBytes("key", key.length)
        : new Rejected(RejectReason.KEY_NOT_PLAIN, "the key is " + seen);
  }

  private String withoutUser() {
    String expected =
        switch (kind) {
          case TEXT -> "text";
          case JSON -> "a JSON string or integer, bare or as payload";
          case REGISTRY -> "text, or JSON behind the frame; Avro and Protobuf are not read";
          case DEBEZIUM -> "a JSON object with " + userName + ", bare or as payload";
        };
    return "--key %s takes %s; this key names no user so"
        .formatted(kind.name().toLowerCase(Locale.ROOT), expected);
  }

  /** The user in a key of JSON; null if it is no JSON or names none. */
  private @Nullable String userIn(byte[] key, int start) {
    try (JsonParser parser = json.createParser(key, start, key.length - start)) {
      parser.nextToken();
      String user = userAt(parser, true);
      return parser.nextToken() == null ? user : null;
    } catch (IOException | RuntimeException unreadable) {
      return null; // no JSON, too deep, or more than the reader can bear
    }
  }

  /**
   * The user in the value that the parser is at: an id, or an object with the user's field.
   *
   * @param outer whether the value is the whole key, which may be a payload beside a schema
   */
  private @Nullable String userAt(JsonParser parser, boolean outer) throws IOException {
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      return outer || kind != RecordFormat.Key.JSON ? userInObject(parser, outer) : null;
    }
    boolean mayBeId = kind != RecordFormat.Key.DEBEZIUM && parser.hasCurrentToken();
    return mayBeId ? FieldValue.read(parser).id() : null;
  }

  private @Nullable String userInObject(JsonParser parser, boolean outer) throws IOException {
    String user = null;
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      parser.nextToken();
      String here = null;
      if (kind != RecordFormat.Key.JSON && name.equals(userName)) {
        here = FieldValue.read(parser).id();
      } else if (outer && name.equals("payload")) {
        here = userAt(parser, false);
      }
      parser.skipChildren();
      if (here != null && user != null) {
        return null; // there twice, so nobody can say which one holds
      }
      user = here == null ? user : here;
    }
    return user;
  }

  private static boolean isWithin(String begin, byte[] key, String end) {
    String text = new String(key, StandardCharsets.ISO_8859_1).strip();
    return text.length() > begin.length() && text.startsWith(begin) && text.endsWith(end);
  }

  private static boolean hasZero(byte[] key) {
    for (byte each : key) {
      if (each == 0) {
        return true;
      }
    }
    return false;
  }
}
