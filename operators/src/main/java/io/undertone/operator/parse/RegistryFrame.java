package io.undertone.operator.parse;

/**
 * What the serializers of a schema registry put before a value or a key: a zero and the id of a
 * schema. Neither JSON nor text begins with a zero. Stateless.
 */
final class RegistryFrame {

  /** The zero and four bytes of the schema's id. */
  static final int BYTES = 5;

  private RegistryFrame() {}

  /** Whether the bytes begin with a frame. */
  static boolean leads(byte[] bytes) {
    return bytes.length >= BYTES && bytes[0] == 0;
  }
}
