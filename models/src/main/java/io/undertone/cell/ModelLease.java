package io.undertone.cell;

/** The right to use a model until it is closed. Closing twice is closing once. */
public interface ModelLease extends AutoCloseable {

  /**
   * The model. Whoever leases it does not close it.
   *
   * @throws IllegalStateException if the lease was given back, where that is known
   */
  Model model();

  @Override
  void close();
}
