package io.undertone.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;

/**
 * Writes a graph of one matrix product: {@code h} float [B, H] in, {@code y = h · R} float [B, G]
 * out, R constant. Source: onnx.proto of ONNX 1.17, the field numbers.
 */
final class ProductGraph {

  static final String IN = "h";
  static final String OUT = "y";

  private static final int IR_VERSION = 9;
  private static final int OPSET = 17;
  private static final int FLOAT = 1;
  private static final long SEED = 1;

  private ProductGraph() {}

  static byte[] bytes(int hidden, int width) {
    ProtoMessage node =
        new ProtoMessage()
            .text(1, IN)
            .text(1, "R")
            .text(2, OUT)
            .text(3, "product")
            .text(4, "MatMul");
    ProtoMessage graph =
        new ProtoMessage()
            .message(1, node)
            .text(2, "recurrent_product")
            .message(5, matrix(hidden, width))
            .message(11, value(IN, hidden))
            .message(12, value(OUT, width));
    return new ProtoMessage()
        .number(1, IR_VERSION)
        .text(2, "undertone")
        .message(7, graph)
        .message(8, new ProtoMessage().text(1, "").number(2, OPSET))
        .toBytes();
  }

  /** R by chance, {@code [H, G]}, row-major: as small as weights are, and no zeros. */
  static float[] weights(int hidden, int width) {
    Random random = new Random(SEED);
    float[] weights = new float[hidden * width];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) random.nextGaussian() / 16;
    }
    return weights;
  }

  private static ProtoMessage matrix(int hidden, int width) {
    float[] weights = weights(hidden, width);
    ByteBuffer raw =
        ByteBuffer.allocate(weights.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    raw.asFloatBuffer().put(weights);
    return new ProtoMessage()
        .number(1, hidden)
        .number(1, width)
        .number(2, FLOAT)
        .text(8, "R")
        .bytes(9, raw.array());
  }

  private static ProtoMessage value(String name, int width) {
    ProtoMessage shape =
        new ProtoMessage()
            .message(1, new ProtoMessage().text(2, "B"))
            .message(1, new ProtoMessage().number(1, width));
    ProtoMessage tensor = new ProtoMessage().number(1, FLOAT).message(2, shape);
    return new ProtoMessage().text(1, name).message(2, new ProtoMessage().message(1, tensor));
  }
}
