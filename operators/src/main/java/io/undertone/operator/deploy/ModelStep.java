package io.undertone.operator.deploy;

import io.undertone.cell.Model;
import io.undertone.model.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * What a step does with a model.
 *
 * @param <E> what it runs of one
 */
public interface ModelStep<E> {

  /**
   * Opens what the step runs of a model, beside what it runs now.
   *
   * @param deployment how the model came; null for the model of the start
   * @param before the running model; null while the step opens
   * @throws io.undertone.model.BundleException if the model does not do here
   */
  E open(Model model, @Nullable Deployment deployment, @Nullable Manifest before) throws Exception;

  /** Goes on with it; nothing is in flight. */
  void use(E opened, Model model) throws Exception;

  /** Closes it, used or not. */
  void close(E opened);
}
