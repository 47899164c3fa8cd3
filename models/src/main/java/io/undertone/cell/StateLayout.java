package io.undertone.cell;

import io.undertone.model.Scope;
import io.undertone.model.StateSpec;
import java.util.HashMap;
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
  private final Map<String, StateSpec> byName = new LinkedHashMap<>();
  private final Map<String, Integer> offsets = new HashMap<>();
  private final float[] initial;

  /**
   * Lays the states out in this order.
   *
   * @throws IllegalArgumentException if two have one name
   */
  public StateLayout(List<StateSpec> states) {
    this.states = List.copyOf(states);
    int next = 0;
    for (StateSpec state : states) {
      if (byName.put(state.name(), state) != null) {
        throw new IllegalArgumentException("two states are named " + state.name());
      }
      offsets.put(state.name(), next);
      next += state.size();
    }
    this.initial = new float[next];
    states.forEach(
        state -> System.arraycopy(state.initial(), 0, initial, offset(state.name()), state.size()));
  }

  /** The states, in order. */
  public List<StateSpec> states() {
    return states;
  }

  /** Floats of one row. */
  public int width() {
    return initial.length;
  }

  /** Where a state begins in the row. */
  public int offset(String name) {
    Integer offset = offsets.get(name);
    if (offset == null) {
      throw unknown(name);
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
    return initial.clone();
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

  /** Copies the user-scoped states from one row of this layout to another. */
  void carryOver(float[] from, float[] into) {
    for (StateSpec state : states) {
      if (state.scope() == Scope.USER) {
        int offset = offset(state.name());
        System.arraycopy(from, offset, into, offset, state.size());
      }
    }
  }

  private StateSpec spec(String name) {
    StateSpec spec = byName.get(name);
    if (spec == null) {
      throw unknown(name);
    }
    return spec;
  }

  private IllegalArgumentException unknown(String name) {
    return new IllegalArgumentException("no state " + name + " among " + byName.keySet());
  }
}
