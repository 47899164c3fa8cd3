package io.undertone.model;

import java.util.List;

/**
 * One state tensor of a cell.
 *
 * @param name unique over the whole bundle; the graph takes {@code name} and gives {@code
 *     name_next}
 * @param shape of one row, without the batch axis
 * @param scope how long it lives
 * @param initial the fresh state, row-major, {@code [size]}; not to be written to
 */
@SuppressWarnings("ArrayRecordComponent")
public record StateSpec(String name, List<Integer> shape, Scope scope, float[] initial) {

  public StateSpec {
    shape = List.copyOf(shape);
    if (initial.length != product(shape)) {
      throw new IllegalArgumentException(
          "state "
              + name
              + " of shape "
              + shape
              + " has "
              + product(shape)
              + " values, not "
              + initial.length);
    }
  }

  /** Number of floats in one row of this state. */
  public int size() {
    return initial.length;
  }

  private static int product(List<Integer> shape) {
    return shape.stream().reduce(1, Math::multiplyExact);
  }
}
