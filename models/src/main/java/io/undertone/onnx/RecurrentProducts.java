package io.undertone.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import io.undertone.model.CellSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * The recurrent matrix products of a cell and nothing else: {@code h · R} for each layer, R of
 * shape {@code [H, gates · H]}. What no step of that cell can be faster than on this machine; the
 * bench's ceiling. Used by one thread.
 */
public final class RecurrentProducts implements AutoCloseable {

  private static final long SEED = 2;

  /** One layer's product, from and into its own native memory. */
  private record Product(Session session, Rows in, Rows out) {

    void run(int rows) {
      Map<String, OnnxTensor> inputs = Map.of(ProductGraph.IN, in.tensor(rows));
      session.run(inputs, Map.of(ProductGraph.OUT, out.tensor(rows)));
    }

    void close() {
      in.close();
      out.close();
      session.close();
    }
  }

  private final List<Product> products;

  private RecurrentProducts(List<Product> products) {
    this.products = products;
  }

  /** Opens the products of a cell's layers for up to {@code rowsMax} rows. */
  public static RecurrentProducts open(CellSpec cell, int rowsMax) {
    List<Product> products = new ArrayList<>();
    for (int hidden : cell.layers()) {
      products.add(product(hidden, hidden * cell.kind().gates(), rowsMax));
    }
    return new RecurrentProducts(products);
  }

  /** Multiplies rows 0 to {@code rows − 1} once in every layer. */
  public void run(int rows) {
    products.forEach(product -> product.run(rows));
  }

  @Override
  public void close() {
    products.forEach(Product::close);
  }

  private static Product product(int hidden, int width, int rowsMax) {
    try {
      Session session = Session.of("recurrent product", ProductGraph.bytes(hidden, width));
      Rows in = Rows.ofFloats(rowsMax, List.of(hidden));
      Random random = new Random(SEED);
      for (int row = 0; row < rowsMax; row++) {
        in.put(row, states(random, hidden), 0);
      }
      return new Product(session, in, Rows.ofFloats(rowsMax, List.of(width)));
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime multiplies two matrices", e);
    }
  }

  /** Values as a hidden state has them, between −1 and 1. */
  private static float[] states(Random random, int hidden) {
    float[] row = new float[hidden];
    for (int i = 0; i < hidden; i++) {
      row[i] = 2 * random.nextFloat() - 1;
    }
    return row;
  }
}
