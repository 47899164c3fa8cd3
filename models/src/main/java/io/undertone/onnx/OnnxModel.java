package io.undertone.onnx;

import ai.onnxruntime.OrtException;
import io.undertone.cell.CellExecutor;
import io.undertone.cell.DeviceChoice;
import io.undertone.cell.EngineSettings;
import io.undertone.cell.ExecutorKind;
import io.undertone.cell.GoldenCheck;
import io.undertone.cell.GoldenDeviation;
import io.undertone.cell.Head;
import io.undertone.cell.Model;
import io.undertone.cell.ModelLayout;
import io.undertone.cell.SequenceExecutor;
import io.undertone.cell.StageExecutor;
import io.undertone.cell.StateLayout;
import io.undertone.model.Bundle;
import io.undertone.model.BundleException;
import io.undertone.model.Golden;
import io.undertone.model.Manifest;
import io.undertone.text.Tokenizer;
import io.undertone.text.Tokenizers;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A bundle's graphs in ONNX Runtime sessions, on a device that its goldens have proven.
 * Thread-safe: the subtasks of a process share one, each with stages of its own.
 */
public final class OnnxModel implements Model {

  private static final Logger LOG = LoggerFactory.getLogger(OnnxModel.class);
  private static final int WARM_UP_SLOTS = 32;

  private final Manifest manifest;
  private final ModelLayout layout;
  private final Tokenizer tokenizer;
  private final Device device;
  private final @Nullable String deviceReason;
  private final Graphs graphs;

  /** Why the integer step is not used, though there is one; set before the model is shared. */
  private @Nullable BundleException integerFault;

  private OnnxModel(
      Manifest manifest,
      ModelLayout layout,
      Tokenizer tokenizer,
      Device device,
      @Nullable String deviceReason,
      Graphs graphs) {
    this.manifest = manifest;
    this.layout = layout;
    this.tokenizer = tokenizer;
    this.device = device;
    this.deviceReason = deviceReason;
    this.graphs = graphs;
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
    return load(bundle, choice, CudaProbe.obstacle());
  }

  /**
   * @param obstacle why there is no use in trying a GPU; null if nothing speaks against it
   */
  static OnnxModel load(Bundle bundle, DeviceChoice choice, @Nullable String obstacle) {
    return switch (choice) {
      case CPU -> onCpu(bundle, null);
      case CUDA -> onCuda(bundle, obstacle);
      case AUTO -> obstacle == null ? onEither(bundle) : onCpu(bundle, obstacle);
    };
  }

  @Override
  public Manifest manifest() {
    return manifest;
  }

  @Override
  public String device() {
    return device.label();
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
    return layout;
  }

  @Override
  public ExecutorKind executor(ExecutorKind asked) {
    ExecutorKind chosen = asked == ExecutorKind.AUTO ? best() : asked;
    if (chosen == ExecutorKind.INTEGER && integerFault != null) {
      throw integerFault;
    }
    if (!runs(chosen)) {
      throw new IllegalArgumentException(
          "Choosing the executor "
              + chosen
              + ": expected a graph for it, found none in "
              + manifest.id()
              + (chosen == ExecutorKind.INTEGER ? " on " + device.label() : "")
              + ". Choose another, or auto.");
    }
    return chosen;
  }

  @Override
  public boolean runs(ExecutorKind executor) {
    return session(executor) != null;
  }

  @Override
  public StageExecutor openTokenStage(EngineSettings settings) {
    StateLayout rows = layout.token();
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
    StateLayout rows = layout.review();
    if (rows == null || graphs.review() == null) {
      throw new IllegalStateException(manifest.id() + " has no review cell");
    }
    return new CellExecutor(
        OnnxStepGraph.ofInputs(graphs.review(), rows, settings.slots(), layout.readoutWidth()));
  }

  @Override
  public Head openHead(int rowsMax) {
    return new OnnxHead(graphs.head(), manifest, layout, rowsMax);
  }

  @Override
  public void close() {
    graphs.close();
  }

  private ExecutorKind best() {
    if (graphs.tokenInteger() != null && integerFault == null) {
      return ExecutorKind.INTEGER;
    }
    return inFloats();
  }

  private ExecutorKind inFloats() {
    boolean sequence = graphs.tokenSequence() != null;
    return graphs.tokenStep() != null && (device == Device.CPU || !sequence)
        ? ExecutorKind.CELL
        : ExecutorKind.SEQUENCE;
  }

  private @Nullable Session session(ExecutorKind kind) {
    return switch (kind) {
      case AUTO -> session(best());
      case CELL -> graphs.tokenStep();
      case INTEGER -> graphs.tokenInteger();
      case SEQUENCE -> graphs.tokenSequence();
    };
  }

  private static OnnxModel onCpu(Bundle bundle, @Nullable String reason) {
    try {
      return proven(bundle, Device.CPU, reason);
    } catch (OrtException e) {
      throw new BundleException(
          "Loading " + bundle.folder(),
          "graphs that ONNX Runtime can run",
          String.valueOf(e.getMessage()),
          "Export the bundle again.",
          e);
    }
  }

  private static OnnxModel onCuda(Bundle bundle, @Nullable String obstacle) {
    if (obstacle != null) {
      throw noGpu(bundle, obstacle, null);
    }
    try {
      return proven(bundle, Device.CUDA, null);
    } catch (OrtException | RuntimeException | LinkageError e) {
      throw noGpu(bundle, String.valueOf(e.getMessage()).strip(), e);
    }
  }

  private static DeviceException noGpu(Bundle bundle, String found, @Nullable Throwable cause) {
    return new DeviceException(
        "Loading " + bundle.manifest().id() + " on cuda",
        "a GPU that gives the goldens' answers",
        found,
        "Install an NVIDIA driver, CUDA 12 and cuDNN 9, and put onnxruntime_gpu on the class path;"
            + " or choose the device cpu.",
        cause);
  }

  private static OnnxModel onEither(Bundle bundle) {
    try {
      return onCuda(bundle, null);
    } catch (DeviceException e) {
      LOG.warn("There is a GPU, but it cannot be used; the CPU is. {}", e.getMessage());
      return onCpu(bundle, e.found());
    }
  }

  private static OnnxModel proven(Bundle bundle, Device device, @Nullable String reason)
      throws OrtException {
    long start = System.nanoTime();
    Manifest manifest = bundle.manifest();
    ModelLayout layout = ModelLayout.of(manifest);
    Tokenizer tokenizer = Tokenizers.of(bundle);
    Graphs graphs = Graphs.load(bundle, layout, device);
    OnnxModel model = new OnnxModel(manifest, layout, tokenizer, device, reason, graphs);
    try {
      GoldenDeviation deviation = model.warmUp(bundle);
      LOG.info(
          "Loaded {} on {}{} in {} ms, executor {}: {}",
          model.manifest.id(),
          model.device(),
          reason == null ? "" : " (" + reason + ")",
          (System.nanoTime() - start) / 1_000_000,
          model.executor(ExecutorKind.AUTO),
          deviation);
      return model;
    } catch (RuntimeException e) {
      model.close();
      throw e;
    }
  }

  /**
   * Runs the goldens in floats, by the executor that suits the device, then in integers. A CPU that
   * does not add integers as it should keeps its floats.
   */
  private GoldenDeviation warmUp(Bundle bundle) {
    Golden golden = bundle.golden();
    GoldenDeviation floats = proven(golden, inFloats());
    if (graphs.tokenInteger() == null) {
      return floats;
    }
    try {
      return proven(golden, ExecutorKind.INTEGER);
    } catch (BundleException e) {
      integerFault = e;
      LOG.warn("The float step is used. {}", e.getMessage());
      return floats;
    }
  }

  private GoldenDeviation proven(Golden golden, ExecutorKind executor) {
    GoldenDeviation deviation =
        GoldenCheck.run(this, golden, new EngineSettings(WARM_UP_SLOTS, executor));
    if (!deviation.usable()) {
      throw unproven(deviation);
    }
    return deviation;
  }

  private BundleException unproven(GoldenDeviation deviation) {
    boolean integer = deviation.integer() != null;
    return new BundleException(
        "Proving " + manifest.id() + (integer ? " in integers" : "") + " on " + device.label(),
        integer
            ? "the answers of its goldens: " + deviation.promise()
            : "the answers of its goldens within " + GoldenDeviation.USABLE_MAX,
        integer
            ? deviation.found()
            : "logits up to %.1e and states up to %.1e away"
                .formatted(deviation.logits(), deviation.states()),
        "Copy the whole bundle again, or export it again: its graphs and its goldens differ."
            + (integer ? " Or choose the executor cell." : ""));
  }
}
