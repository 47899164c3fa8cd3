package io.undertone.event;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;
import org.jspecify.annotations.Nullable;

/**
 * The parts that every format here is made of.
 *
 * <p>Arrays are a length (int, big-endian; −1 for null) and their elements, little-endian, in one
 * piece; strings are Flink's own: any characters, half a surrogate pair too.
 */
public final class Wire {

  /** No array that we write is longer, so one that claims to be is damaged. */
  static final int ARRAY_BYTES_MAX = 1 << 28;

  private static final int NULL = -1;

  private Wire() {}

  public static void writeText(@Nullable String text, DataOutputView target) throws IOException {
    StringValue.writeString(text, target);
  }

  public static String readText(DataInputView source) throws IOException {
    String text = readNullableText(source);
    if (text == null) {
      throw new IOException("Reading an event: expected a string, found null; the data is damaged");
    }
    return text;
  }

  public static @Nullable String readNullableText(DataInputView source) throws IOException {
    return StringValue.readString(source);
  }

  public static void writeBytes(byte @Nullable [] bytes, DataOutputView target) throws IOException {
    if (bytes == null) {
      target.writeInt(NULL);
      return;
    }
    target.writeInt(bytes.length);
    target.write(bytes);
  }

  public static byte @Nullable [] readBytes(DataInputView source) throws IOException {
    int length = source.readInt();
    return length == NULL ? null : readFully(length, 1, source);
  }

  public static void writeInts(int[] ints, DataOutputView target) throws IOException {
    target.writeInt(ints.length);
    byte[] bytes = new byte[ints.length * Integer.BYTES];
    wrap(bytes).asIntBuffer().put(ints);
    target.write(bytes);
  }

  public static int[] readInts(DataInputView source) throws IOException {
    int length = source.readInt();
    byte[] bytes = readFully(length, Integer.BYTES, source);
    int[] ints = new int[length];
    wrap(bytes).asIntBuffer().get(ints);
    return ints;
  }

  public static void writeFloats(float[] floats, DataOutputView target) throws IOException {
    target.writeInt(floats.length);
    byte[] bytes = new byte[floats.length * Float.BYTES];
    wrap(bytes).asFloatBuffer().put(floats);
    target.write(bytes);
  }

  public static float[] readFloats(DataInputView source) throws IOException {
    int length = source.readInt();
    byte[] bytes = readFully(length, Float.BYTES, source);
    float[] floats = new float[length];
    wrap(bytes).asFloatBuffer().get(floats);
    return floats;
  }

  public static void writeDoubles(double[] doubles, DataOutputView target) throws IOException {
    target.writeInt(doubles.length);
    byte[] bytes = new byte[doubles.length * Double.BYTES];
    wrap(bytes).asDoubleBuffer().put(doubles);
    target.write(bytes);
  }

  public static double[] readDoubles(DataInputView source) throws IOException {
    int length = source.readInt();
    byte[] bytes = readFully(length, Double.BYTES, source);
    double[] doubles = new double[length];
    wrap(bytes).asDoubleBuffer().get(doubles);
    return doubles;
  }

  static void writePieces(TextPieces pieces, DataOutputView target) throws IOException {
    writeText(pieces.text(), target);
    writeInts(pieces.ends(), target);
    writeInts(pieces.tokens(), target);
  }

  static TextPieces readPieces(DataInputView source) throws IOException {
    return new TextPieces(readText(source), readInts(source), readInts(source));
  }

  private static byte[] readFully(int length, int width, DataInputView source) throws IOException {
    if (length < 0 || length > ARRAY_BYTES_MAX / width) {
      throw new IOException(
          "Reading an event: expected an array of at most %d elements, found %d; the data is damaged"
              .formatted(ARRAY_BYTES_MAX / width, length));
    }
    byte[] bytes = new byte[length * width];
    source.readFully(bytes);
    return bytes;
  }

  private static ByteBuffer wrap(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
