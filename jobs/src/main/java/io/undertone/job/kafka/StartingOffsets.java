package io.undertone.job.kafka;

import io.undertone.job.JobException;
import java.util.Collection;
import java.util.Map;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;

/**
 * Where reading starts without a checkpoint: at the group's committed offsets, else at the
 * beginning. Flink asks only a source that has restored nothing, so here is where a job is refused
 * that would go on with empty memories. It runs in the job manager, again at each such start.
 */
@SuppressWarnings("deprecation") // the connector takes the strategy in no other form
final class StartingOffsets implements OffsetsInitializer {

  private static final long serialVersionUID = 1L;

  private final OffsetsInitializer committed =
      OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST);
  private final String group;
  private final MemoryStart start;

  StartingOffsets(String group, MemoryStart start) {
    this.group = group;
    this.start = start;
  }

  @Override
  public Map<TopicPartition, Long> getPartitionOffsets(
      Collection<TopicPartition> partitions, PartitionOffsetsRetriever kafka) {
    if (start == MemoryStart.REFUSE) {
      requireNothingRead(kafka.committedOffsets(partitions));
    }
    return committed.getPartitionOffsets(partitions, kafka);
  }

  @Override
  public OffsetResetStrategy getAutoOffsetResetStrategy() {
    return committed.getAutoOffsetResetStrategy();
  }

  /** Starting again would find the same, so the job is not to be started again. */
  private void requireNothingRead(Map<TopicPartition, Long> committed) {
    long read = committed.values().stream().filter(offset -> offset > 0).count();
    if (read > 0) {
      throw new SuppressRestartsException(
          new JobException(
              "Starting without a savepoint or checkpoint",
              "a group that has read nothing",
              "that '%s' has read from %d partitions".formatted(group, read),
              "Every user's memory would be empty. Give --restore-from a savepoint or a retained"
                  + " checkpoint (on a cluster with high availability under a new job id), or"
                  + " --memory-start empty to go on without memories, or another --group to read"
                  + " from the beginning."));
    }
  }
}
