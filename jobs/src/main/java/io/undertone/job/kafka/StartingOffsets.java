package io.undertone.job.kafka;

import io.undertone.job.JobException;
import io.undertone.job.local.Counted;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.function.Supplier;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The offsets at which reading starts without a checkpoint: at a given time, else at the beginning
 * if memories are rebuilt, else at the group's committed offsets. Those are resolved to numbers,
 * since Kafka deletes the offsets of an idle group within a week. Flink calls this only if the
 * source has restored nothing, so this is the place to refuse a start with empty memories, or with
 * memories but without offsets. Runs in the job manager, at each such start.
 */
@SuppressWarnings("deprecation") // the connector takes the strategy in no other form
final class StartingOffsets implements OffsetsInitializer {

  private static final long serialVersionUID = 1L;

  private static final Logger LOG = LoggerFactory.getLogger(StartingOffsets.class);

  private final String group;
  private final ReadingStart start;
  private final OffsetResetStrategy outOfRange;

  /**
   * @param kafka its group is empty for a query
   */
  StartingOffsets(KafkaConfig kafka, ReadingStart start) {
    this.group = kafka.group();
    this.start = start;
    this.outOfRange = outOfRange(kafka.clientProperties());
  }

  @Override
  public Map<TopicPartition, Long> getPartitionOffsets(
      Collection<TopicPartition> partitions, PartitionOffsetsRetriever kafka) {
    try {
      requireMemoriesAndOffsets(() -> kafka.committedOffsets(partitions));
    } catch (JobException refusal) { // a restart would find the same
      throw new SuppressRestartsException(refusal);
    }
    return offsets(partitions, kafka);
  }

  /**
   * Refuses a start with empty memories, or with memories but without offsets.
   *
   * @param committed supplies the group's offsets; called only if they matter
   * @throws JobException if the start is refused
   */
  void requireMemoriesAndOffsets(Supplier<Map<TopicPartition, Long>> committed) {
    if (start.savepoint() != null) {
      requireTime(start.savepoint());
    } else if (start.memories() == MemoryStart.REFUSE && !start.rebuilt()) {
      requireNoTime();
      requireNothingRead(committed.get());
    }
  }

  private Map<TopicPartition, Long> offsets(
      Collection<TopicPartition> partitions, PartitionOffsetsRetriever kafka) {
    if (start.from() != null) {
      return OffsetsInitializer.timestamp(start.from()).getPartitionOffsets(partitions, kafka);
    }
    Map<TopicPartition, Long> offsets =
        new HashMap<>(OffsetsInitializer.earliest().getPartitionOffsets(partitions, kafka));
    if (!start.rebuilt() && !group.isEmpty()) {
      Map<TopicPartition, Long> committed = kafka.committedOffsets(partitions);
      if (committed.isEmpty()) {
        LOG.info("The group '{}' has committed no offsets: reading from {}", group, offsets);
      }
      offsets.putAll(committed);
    }
    return offsets;
  }

  /**
   * What to do if an offset is no longer on the topic, since the job was down for longer than the
   * topic's retention. Another offset would lose reviews or answer them twice, so the job fails,
   * unless the user's property says where to go on.
   */
  @Override
  public OffsetResetStrategy getAutoOffsetResetStrategy() {
    return outOfRange;
  }

  private static OffsetResetStrategy outOfRange(Properties client) {
    String name = ConsumerConfig.AUTO_OFFSET_RESET_CONFIG;
    String given = client.getProperty(name, "none");
    try {
      return OffsetResetStrategy.valueOf(given.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException unknown) {
      throw new JobException(
          "Reading the Kafka property " + name, "none, earliest or latest", given, "Give one.");
    }
  }

  private void requireTime(String savepoint) {
    if (group.isEmpty()) {
      throw new JobException(
          "Starting a query from the savepoint " + savepoint,
          "the offsets where its job stopped reading",
          "none",
          "A replay has written it, which read no topic. Give it to run, with --start-from TIME,"
              + " stop that job with a savepoint, and let the query go on from there.");
    }
    if (start.from() == null) {
      throw new JobException(
          "Starting from the savepoint " + savepoint,
          "the offsets where its job stopped reading, or --start-from",
          "neither",
          "A replay has written it, which read no topic. Give --start-from TIME: from when on the"
              + " topic is to be read.");
    }
  }

  private void requireNoTime() {
    if (start.from() != null) {
      throw new JobException(
          "Starting with --start-from",
          "the memories of what the topic has before that time",
          "no savepoint that brings them",
          "Every user's memory would be empty. Give --restore-from the savepoint of a replay, or"
              + " --answer-from to read the past first, or --memory-start empty to begin without"
              + " memories.");
    }
  }

  private void requireNothingRead(Map<TopicPartition, Long> committed) {
    long read = committed.values().stream().filter(offset -> offset > 0).count();
    if (read > 0) {
      throw new JobException(
          "Starting without a savepoint or checkpoint",
          "a group that has read nothing",
          "that '%s' has read from %s".formatted(group, Counted.of(read, "partition")),
          "Every user's memory would be empty. Give --restore-from a savepoint or a retained"
              + " checkpoint (on a cluster with high availability under a new job id), or"
              + " --memory-start empty to go on without memories, or another --group to read"
              + " from the beginning.");
    }
  }
}
