package io.undertone.job.memory;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.common.state.AppendingState;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.State;
import org.apache.flink.api.common.state.StateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Takes the place of a step with state of users, and deletes all state of some users; then emits,
 * once, which of them had any. Runs as one subtask, so that it has the state of all users.
 */
final class ForgetUsers extends AbstractStreamOperator<String[]>
    implements OneInputStreamOperator<String, String[]> {

  private static final long serialVersionUID = 1L;

  private final ArrayList<StateDescriptor<?, ?>> states;
  private final Set<String> users;
  private transient boolean done;

  ForgetUsers(Collection<StateDescriptor<?, ?>> states, Set<String> users) {
    this.states = new ArrayList<>(states);
    this.users = users;
  }

  @Override
  public void processElement(StreamRecord<String> nobody) throws Exception {
    if (done) {
      return;
    }
    done = true;
    List<String> found = new ArrayList<>();
    for (String user : users) {
      setCurrentKey(user);
      boolean any = false;
      for (StateDescriptor<?, ?> each : states) {
        State state = getPartitionedState(each);
        any |= holdsAnything(state);
        state.clear();
      }
      if (any) {
        found.add(user);
      }
    }
    output.collect(new StreamRecord<>(found.toArray(String[]::new)));
  }

  private static boolean holdsAnything(State state) throws Exception {
    if (state instanceof MapState<?, ?> map) {
      return !map.isEmpty();
    }
    return state instanceof ValueState<?> value
        ? value.value() != null
        : ((AppendingState<?, ?>) state).get() != null;
  }
}
