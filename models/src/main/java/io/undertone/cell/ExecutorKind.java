package io.undertone.cell;

/** How the token stage batches reviews. */
public enum ExecutorKind {
  /** By device: cells on a CPU, sequences on a GPU, where the bundle has the graph for it. */
  AUTO,
  /** Cellular batching over the step graph. */
  CELL,
  /** Length-sorted, padded batches over the sequence graph. */
  SEQUENCE
}
