package io.undertone.event;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads the building blocks of all formats here.
 *
 * <p>Arrays are a length (int, big-endian; −1 for null) and their elements, little-endian, in one
 * piece. Strings are in Flink's own format, which takes any characters, lone surrogates too.
 */
public final class Wire {

  /** No longer array is ever written, so a longer one is damaged. */
  static final int ARRAY_BYTES_MAX = 1 << 28;

  private static final int NULL = -1;

  private Wire() {}

  static void writeText(@Nullable String text, DataOutputView target) throws IOException {
    StringValue.writeString(text, target);
  }

  static String readText(DataInputView source) throws IOException {
    String text = readNullableText(source);
    if (text == null) {
      throw new IOException("Reading an event: expected a string, found null; the data is damaged");
    }
    return text;
  }

  static @Nullable String readNullableText(DataInputView source) throws IOException {
    return StringValue.readString(source);
  }

  static void writeBytes(byte @Nullable [] bytes, DataOutputView target) throws IOException {
    if (bytes == null) {
      target.writeInt(NULL);
      return;
    }
    target.writeInt(bytes.length);
    target.write(bytes);
  }

  static byte @Nullable [] readBytes(DataInputView source) throws IOException {
    int length = source.readInt();
    return length == NULL ? null : read(length, Byte.BYTES, source).array();
  }

  public static void writeInts(int[] ints, DataOutputView target) throws IOException {
    write(ints.length, Integer.BYTES, bytes -> bytes.asIntBuffer().put(ints), target);
  }

  public static int[] readInts(DataInputView source) throws IOException {
    IntBuffer bytes = read(source.readInt(), Integer.BYTES, source).asIntBuffer();
    int[] ints = new int[bytes.remaining()];
    bytes.get(ints);
    return ints;
  }

  public static void writeFloats(float[] floats, DataOutputView target) throws IOException {
    write(floats.length, Float.BYTES, bytes -> bytes.asFloatBuffer().put(floats), target);
  }

  public static float[] readFloats(DataInputView source) throws IOException {
    FloatBuffer bytes = read(source.readInt(), Float.BYTES, source).asFloatBuffer();
    float[] floats = new float[bytes.remaining()];
    bytes.get(floats);
    return floats;
  }

  static void writeDoubles(List<Double> doubles, DataOutputView target) throws IOException {
    write(doubles.size(), Double.BYTES, bytes -> doubles.forEach(bytes::putDouble), target);
  }

  static List<Double> readDoubles(DataInputView source) throws IOException {
    DoubleBuffer bytes = read(source.readInt(), Double.BYTES, source).asDoubleBuffer();
    double[] doubles = new double[bytes.remaining()];
    bytes.get(doubles);
    return Arrays.stream(doubles).boxed().toList();
  }

  static void writePieces(TextPieces pieces, DataOutputView target) throws IOException {
    writeText(pieces.text(), target);
    writeInts(pieces.ends(), target);
    writeInts(pieces.tokens(), target);
  }

  static TextPieces readPieces(DataInputView source) throws IOException {
    return new TextPieces(readText(source), readInts(source), readInts(source));
  }

  private static void write(
      int length, int width, Consumer<ByteBuffer> elements, DataOutputView target)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length * width).order(ByteOrder.LITTLE_ENDIAN);
    elements.accept(bytes);
    target.writeInt(length);
    target.write(bytes.array());
  }

  private static ByteBuffer read(int length, int width, DataInputView source) throws IOException {
    if (length < 0 || length > ARRAY_BYTES_MAX / width) {
      throw new IOException(
          "Reading an event: expected an array of at most %d elements, found %d; the data is damaged"
              .formatted(ARRAY_BYTES_MAX / width, length));
    }
    ByteBuffer bytes = ByteBuffer.allocate(length * width).order(ByteOrder.LITTLE_ENDIAN);
    source.readFully(bytes.array());
    return bytes;
  }
}
