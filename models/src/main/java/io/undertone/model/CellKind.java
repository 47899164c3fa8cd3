package io.undertone.model;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The recurrent cells that bundles hold, each with its number of gates. */
public enum CellKind {
  @JsonProperty("rnn_tanh")
  RNN_TANH(1),
  @JsonProperty("rnn_relu")
  RNN_RELU(1),
  @JsonProperty("lstm")
  LSTM(4),
  @JsonProperty("gru")
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
