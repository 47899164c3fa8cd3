package io.undertone.cell;

import io.undertone.model.Scope;
import io.undertone.model.StateSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Where each state lies in a row: all states of one review as one flat array of floats, {@code
 * [width]}, one state behind the other, each row-major. Immutable.
 */
public final class StateLayout {

  private final List<StateSpec> states;
  private final Map<String, Integer> offsets = new LinkedHashMap<>();
  private final int width;

  /**
   * Lays the states out in this order.
   *
   * @throws IllegalArgumentException if two have one name
   */
  public StateLayout(List<StateSpec> states) {
    this.states = List.copyOf(states);
    int next = 0;
    for (StateSpec state : states) {
      if (offsets.put(state.name(), next) != null) {
        throw new IllegalArgumentException("two states are named " + state.name());
      }
      next += state.size();
    }
    this.width = next;
  }

  /** The states, in order. */
  public List<StateSpec> states() {
    return states;
  }

  /** Floats of one row. */
  public int width() {
    return width;
  }

  /** Where a state begins in the row. */
  public int offset(String name) {
    Integer offset = offsets.get(name);
    if (offset == null) {
      throw new IllegalArgumentException("no state " + name + " among " + offsets.keySet());
    }
    return offset;
  }

  /** Number of floats of a state. */
  public int size(String name) {
    return spec(name).size();
  }

  /** The shape of a state, without the row axis. */
  public List<Integer> shape(String name) {
    return spec(name).shape();
  }

  /** A fresh row: every state as it starts. The caller's own. */
  public float[] initialRow() {
    float[] row = new float[width];
    for (StateSpec state : states) {
      System.arraycopy(state.initial(), 0, row, offset(state.name()), state.size());
    }
    return row;
  }

  /** The states of one scope, in the same order. */
  public StateLayout only(Scope scope) {
    return new StateLayout(states.stream().filter(state -> state.scope() == scope).toList());
  }

  /** These states, then the other's. */
  public StateLayout then(StateLayout other) {
    return new StateLayout(Stream.concat(states.stream(), other.states.stream()).toList());
  }

  /** Copies each state that both layouts have from a row of this one to a row of the other. */
  public void copy(float[] row, StateLayout other, float[] into) {
    for (StateSpec state : states) {
      Integer offset = other.offsets.get(state.name());
      if (offset != null) {
        System.arraycopy(row, offset(state.name()), into, offset, state.size());
      }
    }
  }

  private StateSpec spec(String name) {
    return states.stream()
        .filter(state -> state.name().equals(name))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("no state " + name + " among " + offsets.keySet()));
  }
}
