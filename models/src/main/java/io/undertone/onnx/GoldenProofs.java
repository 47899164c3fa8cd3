package io.undertone.onnx;

import io.undertone.cell.EngineSettings;
import io.undertone.cell.ExecutorKind;
import io.undertone.cell.GoldenCheck;
import io.undertone.cell.GoldenDeviation;
import io.undertone.model.Bundle;
import io.undertone.model.BundleException;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Proves a model's executors by its goldens, each once: those that the model takes by itself when
 * it is loaded, another when it is first asked for, so that one that nobody uses neither costs time
 * nor stops a job. Thread-safe; who asks while an executor is being proven waits.
 */
final class GoldenProofs {

  private static final Logger LOG = LoggerFactory.getLogger(GoldenProofs.class);
  private static final int SLOTS = 32;

  private final OnnxModel model;
  private final Bundle bundle;

  /** Proven, found at fault, or being proven by the thread that is in here. */
  private final Set<ExecutorKind> known = EnumSet.noneOf(ExecutorKind.class);

  private final Map<ExecutorKind, BundleException> faults = new EnumMap<>(ExecutorKind.class);

  GoldenProofs(OnnxModel model, Bundle bundle) {
    this.model = model;
    this.bundle = bundle;
  }

  /** Whether an executor has given other answers. */
  synchronized boolean failed(ExecutorKind executor) {
    return faults.containsKey(executor);
  }

  /**
   * Returns if an executor gives the goldens' answers; runs them if it has not been asked before.
   *
   * @throws BundleException if it gives others
   */
  synchronized void require(ExecutorKind executor) {
    BundleException fault = faults.get(executor);
    if (fault != null) {
      throw fault;
    }
    if (!known.contains(executor)) {
      long start = System.nanoTime();
      GoldenDeviation deviation = prove(executor);
      LOG.info(
          "Proved the executor {} of {} in {} ms: {}",
          executor,
          model.manifest().id(),
          (System.nanoTime() - start) / 1_000_000,
          deviation);
    }
  }

  /**
   * Runs the goldens.
   *
   * @throws BundleException if the answers are others
   */
  synchronized GoldenDeviation prove(ExecutorKind executor) {
    known.add(executor);
    try {
      GoldenDeviation deviation =
          GoldenCheck.run(model, bundle.golden(), new EngineSettings(SLOTS, executor));
      if (!deviation.usable()) {
        throw unproven(executor, deviation);
      }
      return deviation;
    } catch (BundleException fault) {
      faults.put(executor, fault);
      throw fault;
    } catch (Throwable broken) { // says nothing of the answers
      known.remove(executor);
      throw broken;
    }
  }

  private BundleException unproven(ExecutorKind executor, GoldenDeviation deviation) {
    boolean integer = executor == ExecutorKind.INTEGER;
    return new BundleException(
        "Proving " + model.manifest().id() + by(executor) + " on " + model.device().label(),
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

  private static String by(ExecutorKind executor) {
    return switch (executor) {
      case INTEGER -> " in integers";
      case SEQUENCE -> " by whole reviews";
      case CELL, AUTO -> "";
    };
  }
}
