package io.undertone.model;

import java.util.List;

/**
 * What turns a review's readout, its user's memory, or both into logits.
 *
 * @param graph file of the graph
 * @param inputs names of its inputs: {@code readout} and states of the review cell, as they are
 *     after the review
 */
public record HeadSpec(String graph, List<String> inputs) {

  /** The input that takes the readout. */
  public static final String READOUT = "readout";

  public HeadSpec {
    inputs = List.copyOf(inputs);
  }
}
