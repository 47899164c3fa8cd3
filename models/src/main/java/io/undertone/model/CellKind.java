package io.undertone.model;

/** The recurrent cells that bundles hold, each with its number of gates. */
public enum CellKind {
  RNN_TANH(1),
  RNN_RELU(1),
  LSTM(4),
  GRU(3);

  private final int gates;

  CellKind(int gates) {
    this.gates = gates;
  }

  /** Gates of the cell: its recurrent matrix is {@code [H, gates · H]}. */
  public int gates() {
    return gates;
  }
}
