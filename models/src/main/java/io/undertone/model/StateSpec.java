package io.undertone.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
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

  /** Bound of one state's floats in a row; a larger state is a mistake in the manifest. */
  private static final long SIZE_MAX = 1 << 20;

  public StateSpec {
    shape = List.copyOf(shape);
    int size = shape.stream().reduce(1, Math::multiplyExact);
    if (initial.length != size) {
      throw new IllegalArgumentException(
          "state %s of shape %s has %d values, not %d"
              .formatted(name, shape, size, initial.length));
    }
  }

  /**
   * A state as the manifest writes it.
   *
   * @param initial one number for each float, or one for all
   */
  @JsonCreator
  static StateSpec of(
      @JsonProperty("name") String name,
      @JsonProperty("shape") List<Integer> shape,
      @JsonProperty("scope") Scope scope,
      @JsonProperty("initial") JsonNode initial) {
    long size = 1;
    for (int extent : shape) {
      size *= extent;
      if (extent < 1 || size > SIZE_MAX) {
        throw new BundleJson.FieldException(
            "shape", "extents from 1 to " + SIZE_MAX, shape.toString());
      }
    }
    float[] row = new float[(int) size];
    if (initial.isNumber()) {
      Arrays.fill(row, initial.floatValue());
      return new StateSpec(name, shape, scope, row);
    }
    boolean numbers = initial.isArray();
    for (JsonNode value : initial) {
      numbers = numbers && value.isNumber();
    }
    if (!numbers || initial.size() != size) {
      throw new BundleJson.FieldException(
          "initial",
          "one number, or " + size,
          numbers ? initial.size() + " numbers" : "something else");
    }
    for (int i = 0; i < size; i++) {
      row[i] = initial.get(i).floatValue();
    }
    return new StateSpec(name, shape, scope, row);
  }

  /** Number of floats in one row of this state. */
  public int size() {
    return initial.length;
  }
}
