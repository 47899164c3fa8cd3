package io.undertone.cell;

/** How the token stage batches reviews. */
public enum ExecutorKind {
  /**
   * By device: on a CPU integers, or else cells; on a GPU sequences; where the bundle has the
   * graph.
   */
  AUTO,
  /** Cellular batching over the step graph, in floats. */
  CELL,
  /** The same, its products in 8-bit integers; on a CPU only. */
  INTEGER,
  /** Length-sorted, padded batches over the sequence graph. */
  SEQUENCE
}
