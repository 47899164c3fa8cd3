package io.undertone.job.memory;

import io.undertone.operator.score.KeptMemory;
import java.util.Iterator;
import java.util.stream.Stream;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.ttl.TtlValue;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Takes the place of the step with the memories in a job that reads a savepoint: emits each once.
 */
final class ReadMemories extends AbstractStreamOperator<KeptMemory>
    implements OneInputStreamOperator<String, KeptMemory>, BoundedOneInput {

  private static final long serialVersionUID = 1L;

  private final ValueStateDescriptor<?> memory;

  ReadMemories(ValueStateDescriptor<?> memory) {
    this.memory = memory;
  }

  @Override
  public void processElement(StreamRecord<String> nobody) {
    // the input only has to end
  }

  @Override
  public void endInput() throws Exception {
    ValueState<?> kept = getPartitionedState(memory);
    try (Stream<String> all =
        this.<String>getKeyedStateBackend().getKeys(memory.getName(), VoidNamespace.INSTANCE)) {
      for (Iterator<String> users = all.iterator(); users.hasNext(); ) {
        String user = users.next();
        setCurrentKey(user);
        output.collect(new StreamRecord<>(memory(user, kept.value())));
      }
    }
  }

  /** With the time that Flink stores if the state has a time to live. */
  private static KeptMemory memory(String user, Object stored) {
    return stored instanceof TtlValue<?> noted
        ? KeptMemory.of(user, noted.getUserValue(), noted.getLastAccessTimestamp())
        : KeptMemory.of(user, stored, null);
  }
}
