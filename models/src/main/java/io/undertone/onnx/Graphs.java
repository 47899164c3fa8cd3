package io.undertone.onnx;

import ai.onnxruntime.OrtException;
import io.undertone.cell.Device;
import io.undertone.cell.ExecutorKind;
import io.undertone.cell.ModelLayout;
import io.undertone.cell.StateLayout;
import io.undertone.model.Bundle;
import io.undertone.model.CellSpec;
import io.undertone.model.HeadSpec;
import io.undertone.model.StateSpec;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of one bundle on one device, each proven to take and give what the manifest says.
 */
final class Graphs implements AutoCloseable {

  private final Deque<Session> open = new ArrayDeque<>();
  private final Bundle bundle;
  private final ModelLayout layout;
  private final Device device;
  private final Map<ExecutorKind, Session> token = new EnumMap<>(ExecutorKind.class);
  private @Nullable Session review;
  private @Nullable Session head;

  private Graphs(Bundle bundle, Device device) {
    this.bundle = bundle;
    this.layout = ModelLayout.of(bundle.manifest());
    this.device = device;
  }

  /**
   * Loads and checks all graphs.
   *
   * @throws io.undertone.model.BundleException if a graph is not what the manifest says
   * @throws OrtException if the device cannot be used, or ONNX Runtime refuses a graph
   */
  static Graphs load(Bundle bundle, Device device) throws OrtException {
    Graphs graphs = new Graphs(bundle, device);
    try {
      graphs.loadAll();
      return graphs;
    } catch (Throwable e) {
      graphs.close();
      throw e;
    }
  }

  ModelLayout layout() {
    return layout;
  }

  Device device() {
    return device;
  }

  /**
   * The token cell's graph for an executor; null where the bundle has none, and for integers on a
   * GPU, which is faster in floats.
   */
  @Nullable Session token(ExecutorKind executor) {
    return token.get(executor);
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
    CellSpec tokenCell = bundle.manifest().tokenCell();
    if (tokenCell.graph() != null) {
      token.put(ExecutorKind.CELL, load(tokenCell.graph(), tokenStep()));
    }
    if (tokenCell.integer() != null && device == Device.CPU) {
      token.put(ExecutorKind.INTEGER, load(tokenCell.integer().graph(), tokenStep()));
    }
    if (tokenCell.sequenceGraph() != null) {
      token.put(ExecutorKind.SEQUENCE, load(tokenCell.sequenceGraph(), tokenSequence()));
    }
    CellSpec reviewCell = bundle.manifest().reviewCell();
    if (reviewCell != null && reviewCell.graph() != null && layout.review() != null) {
      review = load(reviewCell.graph(), reviewStep(layout.review()));
    }
    HeadSpec spec = bundle.manifest().head();
    head = load(spec.graph(), ofHead(spec));
  }

  private Session load(String name, GraphSignature expected) throws OrtException {
    Session session = Session.open(bundle.file(name), device);
    open.push(session);
    expected.check(bundle.file(name), session.signature());
    return session;
  }

  private GraphSignature tokenStep() {
    return withStates(layout.token()).takesInts(OnnxStepGraph.TOKEN);
  }

  private GraphSignature tokenSequence() {
    return withStates(layout.token())
        .takesTimesOfInts(OnnxSequenceGraph.TOKENS)
        .takesInts(OnnxSequenceGraph.LENGTHS);
  }

  private GraphSignature reviewStep(StateLayout states) {
    return withStates(states).takes(OnnxStepGraph.INPUT, List.of(layout.readoutWidth()));
  }

  private GraphSignature ofHead(HeadSpec spec) {
    GraphSignature signature = new GraphSignature();
    for (String input : spec.inputs()) {
      signature.takes(input, OnnxHead.shape(input, layout));
    }
    return signature.gives(OnnxHead.LOGITS, List.of(bundle.manifest().logits()));
  }

  private static GraphSignature withStates(StateLayout layout) {
    GraphSignature signature = new GraphSignature();
    for (StateSpec state : layout.states()) {
      signature.takes(state.name(), state.shape());
      signature.gives(state.name() + OnnxStepGraph.NEXT, state.shape());
    }
    return signature;
  }
}
