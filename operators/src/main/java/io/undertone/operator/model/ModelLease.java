package io.undertone.operator.model;

import io.undertone.cell.Model;

/** The right to use a model until it is closed. Closing twice is closing once. */
public interface ModelLease extends AutoCloseable {

  /** The model. Whoever leases it does not close it. */
  Model model();

  @Override
  void close();
}
