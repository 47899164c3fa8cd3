package io.undertone.operator.embed;

import io.undertone.cell.EngineSettings;
import io.undertone.cell.Model;
import io.undertone.cell.Passage;
import io.undertone.cell.StageExecutor;
import io.undertone.cell.StageStatistics;
import io.undertone.operator.batch.Engine;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The token stage of a model whose token cell starts fresh at each review. */
final class TokenStage implements Engine {

  private final Model model;
  private final @Nullable StageExecutor executor;

  /**
   * @param reads whether reviews are embedded here; otherwise no executor is opened
   */
  TokenStage(Model model, EngineSettings settings, boolean reads) {
    this.model = model;
    this.executor = reads ? model.openTokenStage(settings) : null;
  }

  /** Whether reviews are embedded here. */
  boolean reads() {
    return executor != null;
  }

  /** Adds a review. */
  Passage read(int[] tokens) {
    Passage passage = Passage.ofTokens(tokens, model.tokenLayout().initialRow(), null);
    executor().add(passage);
    return passage;
  }

  /** The readout of a finished review, {@code [R]}. */
  float[] readout(Passage passage) {
    return model.readout(passage.states());
  }

  @Override
  public int inFlight() {
    return executor == null ? 0 : executor.inFlight();
  }

  @Override
  public void advance() {
    executor().advance();
  }

  @Override
  public void step() {
    executor().step();
  }

  @Override
  public StageStatistics statistics() {
    return executor == null ? StageStatistics.NONE : executor.statistics();
  }

  @Override
  public void close() {
    if (executor != null) {
      executor.close();
    }
  }

  private StageExecutor executor() {
    return Objects.requireNonNull(executor, "asked for reviews that are read here");
  }
}
