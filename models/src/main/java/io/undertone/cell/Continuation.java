package io.undertone.cell;

import io.undertone.model.BundleException;
import io.undertone.model.TokenizerSpec;
import java.util.Random;

/**
 * Writes on from a text, symbol by symbol, as a language model expects it. Each chosen symbol is
 * read like any other before the next one is chosen. Used by one thread.
 */
public final class Continuation implements AutoCloseable {

  private static final EngineSettings ONE = new EngineSettings(1, ExecutorKind.AUTO);

  private final Model model;
  private final int unknown;
  private final double temperature;
  private final Random random;
  private final StageExecutor stage;
  private final Head head;
  private final float[] row;

  private Continuation(Model model, int unknown, double temperature, long seed) {
    this.model = model;
    this.unknown = unknown;
    this.temperature = temperature;
    this.random = new Random(seed);
    this.stage = model.openTokenStage(ONE);
    this.head = model.openHead(1);
    this.row = stage.layout().initialRow();
  }

  /**
   * Reads the beginning of a text, from a fresh state.
   *
   * @param temperature 0 takes the most probable symbol each time; 1 draws by the model's own
   *     probabilities; more flattens them
   * @param seed of what is drawn
   * @throws BundleException if the model is no language model of symbols
   */
  public static Continuation of(Model model, String prefix, double temperature, long seed) {
    if (!(temperature >= 0) || temperature == Double.POSITIVE_INFINITY) {
      throw new IllegalArgumentException(
          "Setting the temperature: expected 0 or more, found " + temperature + ". Choose 0 to 2.");
    }
    int unknown = unknown(model);
    Continuation continuation = new Continuation(model, unknown, temperature, seed);
    try {
      continuation.read(model.tokenizer().tokenize(prefix, Integer.MAX_VALUE).ids());
      return continuation;
    } catch (Throwable unread) {
      continuation.close();
      throw unread;
    }
  }

  /** Chooses the next symbol, reads it, and gives its character; never the unknown one. */
  public String next() {
    head.load(0, model.readout(row), null);
    head.run(1);
    int[] chosen = {choose(head.logits(0))};
    read(chosen);
    return model.tokenizer().decode(chosen);
  }

  @Override
  public void close() {
    head.close();
    stage.close();
  }

  private void read(int[] ids) {
    stage.add(Passage.ofTokens(ids, row, null));
    stage.drain();
  }

  private int choose(float[] logits) {
    logits[unknown] = Float.NEGATIVE_INFINITY;
    int best = best(logits);
    return temperature == 0 ? best : draw(logits, best);
  }

  /** Draws by the softmax of logits over temperature; {@code StrictMath}, so any machine agrees. */
  private int draw(float[] logits, int best) {
    double[] weights = new double[logits.length];
    double sum = 0;
    for (int id = 0; id < logits.length; id++) {
      weights[id] = StrictMath.exp(((double) logits[id] - logits[best]) / temperature);
      sum += weights[id];
    }
    double left = random.nextDouble() * sum;
    for (int id = 0; id < weights.length; id++) {
      left -= weights[id];
      if (left < 0 && weights[id] > 0) {
        return id;
      }
    }
    return best;
  }

  private static int best(float[] logits) {
    int best = 0;
    for (int id = 1; id < logits.length; id++) {
      best = logits[id] > logits[best] ? id : best;
    }
    return best;
  }

  private static int unknown(Model model) {
    if (model.manifest().surprise() != null
        && model.manifest().tokenizer() instanceof TokenizerSpec.Symbols symbols) {
      return symbols.unknown();
    }
    throw new BundleException(
        "Generating text with " + model.manifest().id(),
        "a language model of symbols",
        "a model with the labels " + model.manifest().labels(),
        "Choose another --model; 'models list' shows what is there.");
  }
}
