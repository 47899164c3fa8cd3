package io.undertone.operator.embed;

import io.undertone.cell.EngineSettings;
import io.undertone.cell.Model;
import io.undertone.cell.Passage;
import io.undertone.cell.StageExecutor;
import io.undertone.cell.StageStatistics;
import io.undertone.model.Scope;
import io.undertone.operator.batch.Engine;

/** The token stage of a model whose token cell starts afresh with each review. */
final class TokenStage implements Engine {

  /** Steps in one call. New reviews take slots between two calls. */
  private static final int STEPS_AT_ONCE = 8;

  private final Model model;
  private final StageExecutor executor;

  TokenStage(Model model, EngineSettings settings) {
    this.model = model;
    this.executor = model.openTokenStage(settings);
  }

  /** Whether every review starts fresh, so that it can be read without knowing its user. */
  boolean startsFresh() {
    return model.tokenLayout().states().stream().allMatch(state -> state.scope() == Scope.REVIEW);
  }

  /** Lets a review in. */
  Passage read(int[] tokens) {
    Passage passage = Passage.ofTokens(tokens, model.tokenLayout().initialRow(), null);
    executor.add(passage);
    return passage;
  }

  /** The vector of a review that was read, {@code [R]}. */
  float[] readout(Passage passage) {
    float[] readout = new float[model.readoutWidth()];
    model.readout(passage.states(), readout);
    return readout;
  }

  @Override
  public int inFlight() {
    return executor.inFlight();
  }

  @Override
  public void advance() {
    executor.advance();
  }

  @Override
  public void step() {
    executor.advance(STEPS_AT_ONCE);
  }

  @Override
  public StageStatistics statistics() {
    return executor.statistics();
  }

  @Override
  public void close() {
    executor.close();
  }
}
