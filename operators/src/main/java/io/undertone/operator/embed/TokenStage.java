package io.undertone.operator.embed;

import io.undertone.cell.EngineSettings;
import io.undertone.cell.Model;
import io.undertone.cell.Passage;
import io.undertone.cell.StageExecutor;
import io.undertone.cell.StageStatistics;
import io.undertone.operator.batch.Engine;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The token stage of a model whose token cell starts afresh with each review. */
final class TokenStage implements Engine {

  private final Model model;
  private final @Nullable StageExecutor executor;

  /**
   * @param reads whether reviews are read here; else nothing is opened for them
   */
  TokenStage(Model model, EngineSettings settings, boolean reads) {
    this.model = model;
    this.executor = reads ? model.openTokenStage(settings) : null;
  }

  /** Whether reviews are read here. */
  boolean reads() {
    return executor != null;
  }

  /** Lets a review in. */
  Passage read(int[] tokens) {
    Passage passage = Passage.ofTokens(tokens, model.tokenLayout().initialRow(), null);
    executor().add(passage);
    return passage;
  }

  /** The vector of a review that was read, {@code [R]}. */
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
