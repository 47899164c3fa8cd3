package io.undertone.model;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds the files that an ONNX graph takes weights from, without loading it: a graph could name any
 * path, and each must be a file of the bundle. Source: onnx.proto of ONNX 1.17, the field numbers.
 */
final class ExternalData {

  /** The messages on the way to a tensor, with the fields that lead on. */
  private enum Message {
    MODEL,
    GRAPH,
    FUNCTION,
    TRAINING,
    NODE,
    ATTRIBUTE,
    SPARSE,
    TENSOR,
    ENTRY
  }

  private static final Map<Message, Map<Integer, Message>> FIELDS =
      Map.of(
          Message.MODEL, Map.of(7, Message.GRAPH, 20, Message.TRAINING, 25, Message.FUNCTION),
          Message.TRAINING, Map.of(1, Message.GRAPH, 2, Message.GRAPH),
          Message.GRAPH, Map.of(1, Message.NODE, 5, Message.TENSOR, 15, Message.SPARSE),
          Message.FUNCTION, Map.of(7, Message.NODE, 11, Message.ATTRIBUTE),
          Message.NODE, Map.of(5, Message.ATTRIBUTE),
          Message.ATTRIBUTE,
              Map.of(
                  5,
                  Message.TENSOR,
                  6,
                  Message.GRAPH,
                  10,
                  Message.TENSOR,
                  11,
                  Message.GRAPH,
                  22,
                  Message.SPARSE,
                  23,
                  Message.SPARSE),
          Message.SPARSE, Map.of(1, Message.TENSOR, 2, Message.TENSOR),
          Message.TENSOR, Map.of(13, Message.ENTRY));

  /** Bound of the recursion: graphs within graphs, deeper than any that makes sense. */
  private static final int DEPTH_MAX = 64;

  private final Set<String> locations = new TreeSet<>();

  private ExternalData() {}

  /**
   * The locations that the tensors of a graph name.
   *
   * @throws IllegalArgumentException if the bytes are no ONNX model
   */
  static Set<String> locations(byte[] model) {
    ExternalData data = new ExternalData();
    try {
      data.read(Message.MODEL, ByteBuffer.wrap(model), 0);
    } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
      throw new IllegalArgumentException("ends within a field", e);
    }
    return data.locations;
  }

  private void read(Message message, ByteBuffer bytes, int depth) {
    if (depth > DEPTH_MAX) {
      throw new IllegalArgumentException("has more than " + DEPTH_MAX + " messages in each other");
    }
    String key = "";
    String value = "";
    while (bytes.hasRemaining()) {
      long tag = varint(bytes);
      int field = (int) (tag >>> 3);
      ByteBuffer content = content((int) (tag & 7), bytes);
      Message next = FIELDS.getOrDefault(message, Map.of()).get(field);
      if (next != null) {
        read(next, content, depth + 1);
      } else if (message == Message.ENTRY && field == 1) {
        key = text(content);
      } else if (message == Message.ENTRY && field == 2) {
        value = text(content);
      }
    }
    if (key.equals("location")) {
      locations.add(value);
    }
  }

  private static ByteBuffer content(int wireType, ByteBuffer bytes) {
    int length =
        switch (wireType) {
          case 0 -> {
            varint(bytes);
            yield 0;
          }
          case 1 -> 8;
          case 2 -> length(varint(bytes), bytes.remaining());
          case 5 -> 4;
          default -> throw new IllegalArgumentException("has a field of wire type " + wireType);
        };
    ByteBuffer content = bytes.slice(bytes.position(), length);
    bytes.position(bytes.position() + length);
    return content;
  }

  private static int length(long length, int lengthMax) {
    if (length < 0 || length > lengthMax) {
      throw new BufferUnderflowException();
    }
    return (int) length;
  }

  private static long varint(ByteBuffer bytes) {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte next = bytes.get();
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("has a number of more than ten bytes");
  }

  private static String text(ByteBuffer content) {
    return StandardCharsets.UTF_8.decode(content).toString();
  }
}
