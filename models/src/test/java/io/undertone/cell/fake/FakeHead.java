package io.undertone.cell.fake;

import io.undertone.cell.Head;
import org.jspecify.annotations.Nullable;

/** Logits that hang on every float of the readout and of the review states; between −2 and 2. */
final class FakeHead implements Head {

  private final int labels;
  private final float[][] logits;
  private final OpenCount open;

  FakeHead(int labels, int rowsMax, OpenCount open) {
    this.labels = labels;
    this.logits = new float[rowsMax][];
    this.open = open;
    open.add();
  }

  @Override
  public int rowsMax() {
    return logits.length;
  }

  @Override
  public void load(int row, float[] readout, float @Nullable [] reviewStates) {
    int value = fold(fold(1, readout), reviewStates == null ? new float[0] : reviewStates);
    float[] row0 = new float[labels];
    for (int label = 0; label < labels; label++) {
      int mixed = (value * (label + 7)) % Arithmetic.MODULUS;
      row0[label] = 4f * mixed / Arithmetic.MODULUS - 2f;
    }
    logits[row] = row0;
  }

  @Override
  public void run(int rows) {}

  @Override
  public float[] logits(int row) {
    return logits[row].clone();
  }

  @Override
  public void close() {
    open.remove();
  }

  private static int fold(int start, float[] row) {
    int value = start;
    for (float element : row) {
      value = (value * 41 + (int) element) % Arithmetic.MODULUS;
    }
    return value;
  }
}
