package io.undertone.cell.fake;

import io.undertone.cell.CellExecutor;
import io.undertone.cell.Device;
import io.undertone.cell.EngineSettings;
import io.undertone.cell.ExecutorKind;
import io.undertone.cell.Head;
import io.undertone.cell.Model;
import io.undertone.cell.ModelLayout;
import io.undertone.cell.SequenceExecutor;
import io.undertone.cell.StageExecutor;
import io.undertone.model.CellKind;
import io.undertone.model.CellSpec;
import io.undertone.model.HeadSpec;
import io.undertone.model.Manifest;
import io.undertone.model.Scope;
import io.undertone.model.StateSpec;
import io.undertone.model.TokenizerSpec;
import io.undertone.model.TrainingSpec;
import io.undertone.text.Tokenizer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A model of arithmetic, in each of the three shapes that bundles have. */
public final class FakeModel implements Model {

  private final Manifest manifest;
  private final ModelLayout layout;
  private final Device device;
  private final OpenCount open = new OpenCount();

  private FakeModel(Manifest manifest) {
    this(manifest, Device.CPU);
  }

  private FakeModel(Manifest manifest, Device device) {
    this.manifest = manifest;
    this.device = device;
    this.layout = ModelLayout.of(manifest);
  }

  /** Reads each review afresh and remembers the user in a review cell. */
  public static FakeModel readerWithMemory() {
    return new FakeModel(
        manifest("fake-reader-memory", "a", Scope.REVIEW, List.of(state("m", Scope.USER, 2))));
  }

  /** The user's reviews are one long sequence through the token cell. */
  public static FakeModel endlessReader() {
    return new FakeModel(manifest("fake-endless", "b", Scope.USER, null));
  }

  /** Remembers nothing. */
  public static FakeModel reader() {
    return new FakeModel(manifest("fake-reader", "c", Scope.REVIEW, null));
  }

  /** The same arithmetic, as if another model's: only the fingerprint differs. */
  public FakeModel withFingerprint(String fingerprint) {
    return changed("2", manifest.labels(), manifest.tokenCell(), fingerprint);
  }

  /** The same arithmetic with other labels. */
  public FakeModel withLabels(List<String> labels) {
    return changed("1", labels, manifest.tokenCell(), manifest.stateFingerprint());
  }

  /** The same arithmetic, as if its token cell read whole reviews only. */
  public FakeModel withoutSteps() {
    CellSpec cell = manifest.tokenCell();
    CellSpec whole =
        new CellSpec(
            cell.kind(),
            cell.layers(),
            cell.embedding(),
            cell.bidirectional(),
            cell.framework(),
            null,
            "token_sequence.onnx",
            null,
            cell.states());
    return changed("1", manifest.labels(), whole, manifest.stateFingerprint());
  }

  /** The same arithmetic, as if on that device. */
  public FakeModel on(Device otherDevice) {
    return new FakeModel(manifest, otherDevice);
  }

  /** Stages and heads that were opened and not closed. */
  public int openCount() {
    return open.value();
  }

  @Override
  public Manifest manifest() {
    return manifest;
  }

  @Override
  public Device device() {
    return device;
  }

  @Override
  public @Nullable String deviceReason() {
    return null;
  }

  @Override
  public Tokenizer tokenizer() {
    return new FakeTokenizer();
  }

  @Override
  public ModelLayout layout() {
    return layout;
  }

  @Override
  public boolean runs(ExecutorKind executor) {
    return executor != ExecutorKind.INTEGER;
  }

  @Override
  public ExecutorKind executor(ExecutorKind asked) {
    if (!runs(asked)) {
      throw new IllegalArgumentException("expected an executor of floats, found " + asked);
    }
    return asked == ExecutorKind.SEQUENCE ? ExecutorKind.SEQUENCE : ExecutorKind.CELL;
  }

  @Override
  public StageExecutor openTokenStage(EngineSettings settings) {
    return executor(settings.executor()) == ExecutorKind.CELL
        ? new CellExecutor(new FakeStepGraph(layout.token(), settings.slots(), true, open))
        : new SequenceExecutor(new FakeSequenceGraph(layout.token(), settings.slots(), open));
  }

  @Override
  public StageExecutor openReviewStage(EngineSettings settings) {
    if (layout.review() == null) {
      throw new IllegalStateException(manifest.id() + " has no review cell");
    }
    return new CellExecutor(new FakeStepGraph(layout.review(), settings.slots(), false, open));
  }

  @Override
  public Head openHead(int rowsMax) {
    return new FakeHead(manifest.labels().size(), rowsMax, open);
  }

  @Override
  public void close() {}

  private FakeModel changed(
      String version, List<String> labels, CellSpec tokenCell, String fingerprint) {
    Manifest m = manifest;
    return new FakeModel(
        new Manifest(
            m.name(),
            version,
            m.language(),
            labels,
            m.tokenizer(),
            tokenCell,
            m.surprise(),
            m.readout(),
            m.reviewCell(),
            m.head(),
            m.files(),
            fingerprint,
            m.training(),
            m.quality(),
            m.parameters()));
  }

  private static Manifest manifest(
      String name, String fingerprint, Scope scope, @Nullable List<StateSpec> reviewStates) {
    CellSpec token = cell("token.onnx", List.of(state("h", scope, 3), state("p", Scope.REVIEW, 1)));
    CellSpec review = reviewStates == null ? null : cell("review.onnx", reviewStates);
    return new Manifest(
        name,
        "1",
        "en",
        List.of("negative", "positive"),
        new TokenizerSpec.BytePairs("none", "none", false, 257, FakeTokenizer.END_OF_REVIEW, 1024),
        token,
        null,
        List.of("p", "h"),
        review,
        new HeadSpec("head.onnx", List.of(HeadSpec.READOUT)),
        Map.of(),
        fingerprint.repeat(64),
        new TrainingSpec(List.of("none"), 1, "none"),
        List.of(),
        0);
  }

  private static CellSpec cell(String graph, List<StateSpec> states) {
    return new CellSpec(
        CellKind.RNN_TANH, List.of(3), 1, false, "arithmetic", graph, null, null, states);
  }

  /** A state that starts at 1, 2, 3, and so on. */
  private static StateSpec state(String name, Scope scope, int size) {
    float[] initial = new float[size];
    for (int i = 0; i < size; i++) {
      initial[i] = i + 1;
    }
    return new StateSpec(name, List.of(size), scope, initial);
  }
}
