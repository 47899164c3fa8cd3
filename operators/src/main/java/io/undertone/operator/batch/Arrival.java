package io.undertone.operator.batch;

/** Something that arrived and has not left: a review under way, or what keeps its place behind. */
public interface Arrival {

  /** Whether it may leave as soon as everything before it has. */
  boolean finished();

  /** Leaves: called once, in the order of arrival. */
  void leave() throws Exception;
}
