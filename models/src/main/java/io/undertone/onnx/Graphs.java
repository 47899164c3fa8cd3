package io.undertone.onnx;

import ai.onnxruntime.OrtException;
import io.undertone.cell.ModelLayout;
import io.undertone.cell.StateLayout;
import io.undertone.model.Bundle;
import io.undertone.model.CellSpec;
import io.undertone.model.Manifest;
import io.undertone.model.StateSpec;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of one bundle on one device, each proven to take and give what the manifest says.
 */
final class Graphs implements AutoCloseable {

  private final Deque<Session> open = new ArrayDeque<>();
  private final Bundle bundle;
  private final ModelLayout layout;
  private final Device device;
  private @Nullable Session tokenStep;
  private @Nullable Session tokenInteger;
  private @Nullable Session tokenSequence;
  private @Nullable Session review;
  private @Nullable Session head;

  private Graphs(Bundle bundle, ModelLayout layout, Device device) {
    this.bundle = bundle;
    this.layout = layout;
    this.device = device;
  }

  /**
   * Loads and checks all graphs.
   *
   * @throws io.undertone.model.BundleException if a graph is not what the manifest says
   * @throws OrtException if the device cannot be used, or ONNX Runtime refuses a graph
   */
  static Graphs load(Bundle bundle, ModelLayout layout, Device device) throws OrtException {
    Graphs graphs = new Graphs(bundle, layout, device);
    try {
      graphs.loadAll();
      return graphs;
    } catch (OrtException | RuntimeException e) {
      graphs.close();
      throw e;
    }
  }

  @Nullable Session tokenStep() {
    return tokenStep;
  }

  /** The step in integers; null on a GPU, which has no use for it. */
  @Nullable Session tokenInteger() {
    return tokenInteger;
  }

  @Nullable Session tokenSequence() {
    return tokenSequence;
  }

  @Nullable Session review() {
    return review;
  }

  Session head() {
    if (head == null) {
      throw new IllegalStateException("a loaded bundle has a head");
    }
    return head;
  }

  @Override
  public void close() {
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }

  private void loadAll() throws OrtException {
    Manifest manifest = bundle.manifest();
    CellSpec token = manifest.tokenCell();
    if (token.graph() != null) {
      tokenStep = load(token.graph(), step(token.graph(), layout.token(), true));
    }
    if (token.integer() != null && device == Device.CPU) {
      String name = token.integer().graph();
      tokenInteger = load(name, step(name, layout.token(), true));
    }
    if (token.sequenceGraph() != null) {
      tokenSequence = load(token.sequenceGraph(), sequence(token.sequenceGraph()));
    }
    CellSpec reviewCell = manifest.reviewCell();
    if (reviewCell != null && reviewCell.graph() != null && layout.review() != null) {
      review = load(reviewCell.graph(), step(reviewCell.graph(), layout.review(), false));
    }
    head = load(manifest.head().graph(), headContract(manifest));
  }

  private Session load(String name, GraphContract contract) throws OrtException {
    Session session = Session.open(bundle.file(name), device);
    open.push(session);
    contract.check(session);
    return session;
  }

  private GraphContract step(String name, StateLayout states, boolean takesTokens) {
    GraphContract contract = states(new GraphContract(file(name)), states);
    return takesTokens
        ? contract.takesInts(OnnxStepGraph.TOKEN)
        : contract.takes(OnnxStepGraph.INPUT, List.of(layout.readoutWidth()));
  }

  private GraphContract sequence(String name) {
    return states(new GraphContract(file(name)), layout.token())
        .takesTimesOfInts(OnnxSequenceGraph.TOKENS)
        .takesInts(OnnxSequenceGraph.LENGTHS);
  }

  private GraphContract headContract(Manifest manifest) {
    GraphContract contract = new GraphContract(file(manifest.head().graph()));
    for (String input : manifest.head().inputs()) {
      contract.takes(input, OnnxHead.shape(input, layout));
    }
    return contract.gives(OnnxHead.LOGITS, List.of(manifest.logits()));
  }

  private static GraphContract states(GraphContract contract, StateLayout layout) {
    for (StateSpec state : layout.states()) {
      contract.takes(state.name(), state.shape());
      contract.gives(state.name() + OnnxStepGraph.NEXT, state.shape());
    }
    return contract;
  }

  private Path file(String name) {
    return bundle.file(name);
  }
}
