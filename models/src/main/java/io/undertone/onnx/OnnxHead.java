package io.undertone.onnx;

import ai.onnxruntime.OnnxTensor;
import io.undertone.cell.Head;
import io.undertone.cell.ModelLayout;
import io.undertone.cell.StateLayout;
import io.undertone.model.HeadSpec;
import io.undertone.model.Manifest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The head's graph and its rows in native memory, bound by the names in the manifest. */
final class OnnxHead implements Head {

  static final String LOGITS = "logits";

  private final Session session;
  private final int rowsMax;
  private final int width;
  private final @Nullable StateLayout review;
  private final Map<String, Rows> inputs = new HashMap<>();
  private final Rows logits;

  OnnxHead(Session session, Manifest manifest, ModelLayout layout, int rowsMax) {
    this.session = session;
    this.rowsMax = rowsMax;
    this.width = manifest.logits();
    this.review = layout.review();
    this.logits = Rows.ofFloats(rowsMax, List.of(width));
    for (String name : manifest.head().inputs()) {
      inputs.put(name, Rows.ofFloats(rowsMax, shape(name, layout)));
    }
  }

  /** The shape of one row of an input. */
  static List<Integer> shape(String input, ModelLayout layout) {
    StateLayout review = layout.review();
    return input.equals(HeadSpec.READOUT) || review == null
        ? List.of(layout.readoutWidth())
        : review.shape(input);
  }

  @Override
  public int rowsMax() {
    return rowsMax;
  }

  @Override
  public void load(int row, float[] readout, float @Nullable [] reviewStates) {
    inputs.forEach(
        (name, rows) -> {
          if (name.equals(HeadSpec.READOUT)) {
            rows.put(row, readout, 0);
          } else if (reviewStates != null && review != null) {
            rows.put(row, reviewStates, review.offset(name));
          }
        });
  }

  @Override
  public void run(int rows) {
    Map<String, OnnxTensor> tensors = new HashMap<>();
    inputs.forEach((name, values) -> tensors.put(name, values.tensor(rows)));
    session.run(tensors, Map.of(LOGITS, logits.tensor(rows)));
  }

  @Override
  public float[] logits(int row) {
    float[] values = new float[width];
    logits.get(row, values, 0);
    return values;
  }

  @Override
  public void close() {
    inputs.values().forEach(Rows::close);
    logits.close();
  }
}
