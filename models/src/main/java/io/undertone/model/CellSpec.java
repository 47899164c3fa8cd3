package io.undertone.model;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One recurrent stage: it steps once per token, or once per review.
 *
 * @param layers hidden size H of each layer, from the input on
 * @param embedding size D of a token's embedding; null in a review cell, and where tokens are
 *     one-hot
 * @param bidirectional whether it reads a review backwards too, which only a sequence graph can
 * @param framework the framework that exported it, with its version
 * @param graph file of the step graph; null where only a sequence graph exists
 * @param sequenceGraph file of the graph that reads whole reviews; null if there is none
 * @param integer its step in integers; null where its states have no bound, or none was exported
 * @param states its state tensors, pooling states too
 */
public record CellSpec(
    CellKind kind,
    List<Integer> layers,
    @JsonSetter(nulls = Nulls.SET) @Nullable Integer embedding,
    @JsonSetter(nulls = Nulls.SKIP) boolean bidirectional,
    String framework,
    @JsonSetter(nulls = Nulls.SET) @Nullable String graph,
    @JsonSetter(nulls = Nulls.SET) @Nullable String sequenceGraph,
    @JsonSetter(nulls = Nulls.SET) @Nullable IntegerSpec integer,
    List<StateSpec> states) {

  public CellSpec {
    layers = List.copyOf(layers);
    states = List.copyOf(states);
    if (embedding != null) {
      BundleJson.atLeast(1, "embedding", embedding);
    }
  }
}
