package io.undertone.model;

/** What to do about a bundle that cannot be served: the last part of its message. */
final class Remedy {

  static final String COPY = "Copy the whole bundle again.";
  static final String EXPORT = "Export the bundle again with this version's models/training.";

  private Remedy() {}
}
