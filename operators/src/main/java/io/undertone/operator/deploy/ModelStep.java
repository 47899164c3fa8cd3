package io.undertone.operator.deploy;

import io.undertone.cell.Model;
import io.undertone.model.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * What a step does with a model.
 *
 * @param <E> what the step opens of a model and runs: an engine, an encoder
 */
public interface ModelStep<E> {

  /**
   * Opens what the step runs of a model, beside what it runs now.
   *
   * @param deployment that brought the model; null for the model that the job was started with
   * @param before the running model; null while the step opens
   * @throws io.undertone.model.BundleException if the model cannot be used here
   */
  E open(Model model, @Nullable Deployment deployment, @Nullable Manifest before) throws Exception;

  /** Runs it from now on; nothing is in flight. */
  void use(E opened, Model model) throws Exception;

  /** Closes it, used or not. */
  void close(E opened);
}
