package io.undertone.operator.parse;

import org.jspecify.annotations.Nullable;

/**
 * The header that the serializers of a schema registry put before a value or a key: a zero and the
 * id of the schema. Neither JSON nor text begins with a zero. Stateless.
 */
final class RegistryFrame {

  /** The zero and four bytes of the schema's id. */
  static final int BYTES = 5;

  /** A zero and eight bytes of an id. */
  private static final int LONG_ID_BYTES = 9;

  /** AWS Glue: version, compression, and 16 bytes of an id. */
  private static final int GLUE_BYTES = 18;

  /** A one and 16 bytes of an id. */
  private static final int GUID_BYTES = 17;

  private RegistryFrame() {}

  /** Whether the bytes begin with a frame. */
  static boolean leads(byte[] bytes) {
    return bytes.length >= BYTES && bytes[0] == 0;
  }

  /** Names a header of another length, and what to do; null if there is none. */
  static @Nullable String other(byte[] bytes) {
    if (bytes.length > GLUE_BYTES && bytes[0] == 3 && (bytes[1] == 0 || bytes[1] == 5)) {
      return "18 bytes of AWS Glue's schema registry, which are not read: send plain JSON";
    }
    if (bytes.length > GUID_BYTES && bytes[0] == 1 && JsonBytes.beginsAt(bytes, GUID_BYTES)) {
      return "17 bytes of a schema registry, then JSON: let its serializer write ids of four bytes";
    }
    return leads(bytes) && hasLongId(bytes)
        ? "nine bytes of a schema registry, as Apicurio's, then JSON: let its serializer write ids"
            + " of four bytes"
        : null;
  }

  /** An id of eight bytes begins with four zeros, and no schema has the four-byte id 0. */
  private static boolean hasLongId(byte[] bytes) {
    return bytes[1] == 0
        && bytes[2] == 0
        && bytes[3] == 0
        && bytes[4] == 0
        && JsonBytes.beginsAt(bytes, LONG_ID_BYTES);
  }
}
