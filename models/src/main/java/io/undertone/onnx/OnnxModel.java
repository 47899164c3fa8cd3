package io.undertone.onnx;

import ai.onnxruntime.OrtException;
import io.undertone.cell.CellExecutor;
import io.undertone.cell.Device;
import io.undertone.cell.DeviceChoice;
import io.undertone.cell.EngineSettings;
import io.undertone.cell.ExecutorKind;
import io.undertone.cell.GoldenDeviation;
import io.undertone.cell.Head;
import io.undertone.cell.Model;
import io.undertone.cell.ModelLayout;
import io.undertone.cell.SequenceExecutor;
import io.undertone.cell.StageExecutor;
import io.undertone.cell.StateLayout;
import io.undertone.model.Bundle;
import io.undertone.model.BundleException;
import io.undertone.model.Manifest;
import io.undertone.text.Tokenizer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A bundle's graphs in ONNX Runtime sessions, on a device that its goldens have proven.
 * Thread-safe: the subtasks of a process share one, each with stages of its own.
 */
public final class OnnxModel implements Model {

  private static final Logger LOG = LoggerFactory.getLogger(OnnxModel.class);

  private final Manifest manifest;
  private final Tokenizer tokenizer;
  private final Graphs graphs;
  private final @Nullable String deviceReason;
  private final GoldenProofs proofs;

  private OnnxModel(Bundle bundle, Device device, @Nullable String deviceReason)
      throws OrtException {
    this.manifest = bundle.manifest();
    this.tokenizer = Tokenizer.of(bundle);
    this.graphs = Graphs.load(bundle, device);
    this.deviceReason = deviceReason;
    this.proofs = new GoldenProofs(this, bundle);
  }

  /**
   * Loads a bundle and runs its goldens on the device: a GPU that cannot do what it should often
   * says so only when it runs.
   *
   * @throws BundleException if the graphs are not what the manifest says, or if their answers are
   *     not the goldens'
   * @throws DeviceException if the device was asked for and cannot be used
   */
  public static OnnxModel load(Bundle bundle, DeviceChoice choice) {
    return new ModelLoader(bundle, CudaProbe.obstacle()).load(choice);
  }

  /**
   * Loads a bundle on one device, and runs its goldens there.
   *
   * @param reason as {@link #deviceReason} gives it
   * @throws OrtException if the device cannot be used, or ONNX Runtime refuses a graph
   */
  static OnnxModel proven(Bundle bundle, Device device, @Nullable String reason)
      throws OrtException {
    long start = System.nanoTime();
    OnnxModel model = new OnnxModel(bundle, device, reason);
    try {
      GoldenDeviation deviation = model.warmUp();
      LOG.info(
          "Loaded {} on {}{} in {} ms, executor {}: {}",
          model.manifest.id(),
          model.device().label(),
          reason == null ? "" : " (" + reason + ")",
          (System.nanoTime() - start) / 1_000_000,
          model.executor(ExecutorKind.AUTO),
          deviation);
      return model;
    } catch (Throwable e) {
      model.close();
      throw e;
    }
  }

  @Override
  public Manifest manifest() {
    return manifest;
  }

  @Override
  public Device device() {
    return graphs.device();
  }

  @Override
  public @Nullable String deviceReason() {
    return deviceReason;
  }

  @Override
  public Tokenizer tokenizer() {
    return tokenizer;
  }

  @Override
  public ModelLayout layout() {
    return graphs.layout();
  }

  @Override
  public ExecutorKind executor(ExecutorKind asked) {
    ExecutorKind chosen = asked == ExecutorKind.AUTO ? best() : asked;
    if (!runs(chosen)) {
      throw new IllegalArgumentException(
          "Choosing the executor "
              + chosen
              + ": expected a graph for it, found none in "
              + manifest.id()
              + (chosen == ExecutorKind.INTEGER ? " on " + device().label() : "")
              + ". Choose another, or auto.");
    }
    proofs.require(chosen);
    return chosen;
  }

  @Override
  public boolean runs(ExecutorKind executor) {
    return session(executor) != null;
  }

  @Override
  public StageExecutor openTokenStage(EngineSettings settings) {
    StateLayout rows = layout().token();
    ExecutorKind kind = executor(settings.executor());
    Session session = session(kind);
    if (session == null) {
      throw new IllegalStateException("the executor was chosen by its graph");
    }
    return kind == ExecutorKind.SEQUENCE
        ? new SequenceExecutor(new OnnxSequenceGraph(session, rows, settings.slots()))
        : new CellExecutor(OnnxStepGraph.ofTokens(session, rows, settings.slots()));
  }

  @Override
  public StageExecutor openReviewStage(EngineSettings settings) {
    StateLayout rows = layout().review();
    if (rows == null || graphs.review() == null) {
      throw new IllegalStateException(manifest.id() + " has no review cell");
    }
    return new CellExecutor(
        OnnxStepGraph.ofInputs(graphs.review(), rows, settings.slots(), readoutWidth()));
  }

  @Override
  public Head openHead(int rowsMax) {
    return new OnnxHead(graphs.head(), manifest, layout(), rowsMax);
  }

  @Override
  public void close() {
    graphs.close();
  }

  private ExecutorKind best() {
    return graphs.token(ExecutorKind.INTEGER) != null && !proofs.failed(ExecutorKind.INTEGER)
        ? ExecutorKind.INTEGER
        : inFloats();
  }

  private ExecutorKind inFloats() {
    boolean steps = graphs.token(ExecutorKind.CELL) != null;
    boolean readsWhole = graphs.token(ExecutorKind.SEQUENCE) != null;
    return steps && (graphs.device() == Device.CPU || !readsWhole)
        ? ExecutorKind.CELL
        : ExecutorKind.SEQUENCE;
  }

  private @Nullable Session session(ExecutorKind kind) {
    return graphs.token(kind == ExecutorKind.AUTO ? best() : kind);
  }

  /**
   * Runs the goldens in floats, by the executor that suits the device, then in integers. A CPU that
   * does not add integers as it should keeps its floats.
   */
  private GoldenDeviation warmUp() {
    GoldenDeviation floats = proofs.prove(inFloats());
    if (graphs.token(ExecutorKind.INTEGER) == null) {
      return floats;
    }
    try {
      return proofs.prove(ExecutorKind.INTEGER);
    } catch (BundleException e) {
      LOG.warn("The float step is used. {}", e.getMessage());
      return floats;
    }
  }
}
