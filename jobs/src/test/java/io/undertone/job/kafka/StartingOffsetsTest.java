package io.undertone.job.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.undertone.job.JobException;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer.PartitionOffsetsRetriever;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.util.ExceptionUtils;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a job is told to do that has restored no offsets, without a broker. */
class StartingOffsetsTest {

  private static final TopicPartition PARTITION = new TopicPartition("reviews", 0);
  private static final long TIME = 40;

  @Test
  void refusesATimeToReadFromWhereNothingBringsMemories() {
    assertThatThrownBy(() -> start(new ReadingStart(MemoryStart.REFUSE, false, TIME, null)))
        .extracting(failure -> ExceptionUtils.findThrowable(failure, JobException.class))
        .satisfies(
            refusal ->
                assertThat(refusal)
                    .get()
                    .extracting(Throwable::getMessage)
                    .isEqualTo(
                        "Starting with --start-from: expected the memories of what the topic has before that time, found no savepoint that brings them. Every user's memory would be empty. Give --restore-from the savepoint of a replay, or --answer-from to read the past first, or --memory-start empty to begin without memories."));
  }

  @Test
  void readsFromATimeWhereMemoriesComeOrNoneAreWanted() {
    for (ReadingStart start :
        new ReadingStart[] {
          new ReadingStart(MemoryStart.EMPTY, false, TIME, null),
          new ReadingStart(MemoryStart.REFUSE, true, TIME, null),
          new ReadingStart(MemoryStart.REFUSE, false, TIME, "file:/memories")
        }) {
      assertThat(start(start)).isEqualTo(Map.of(PARTITION, Topic.AT_TIME));
    }
  }

  @Test
  void aQueryBelongsToNoGroupAndGoesOnFromNoReplay() {
    assertThat(query(null)).isEqualTo(Map.of(PARTITION, KafkaPartitionSplit.EARLIEST_OFFSET));
    assertThatThrownBy(() -> query("file:/memories"))
        .hasRootCauseMessage(
            "Starting a query from the savepoint file:/memories: expected the offsets where its job stopped reading, found none. A replay has written it, which read no topic. Give it to run, with --start-from TIME, stop that job with a savepoint, and let the query go on from there.");
  }

  private static Map<TopicPartition, Long> query(@Nullable String savepoint) {
    return new StartingOffsets("", new ReadingStart(MemoryStart.EMPTY, false, null, savepoint))
        .getPartitionOffsets(Set.of(PARTITION), new Topic());
  }

  private static Map<TopicPartition, Long> start(ReadingStart start) {
    return new StartingOffsets("group", start).getPartitionOffsets(Set.of(PARTITION), new Topic());
  }

  /** A topic of which the group has read nothing. */
  private static final class Topic implements PartitionOffsetsRetriever {

    static final long AT_TIME = 4;

    @Override
    public Map<TopicPartition, Long> committedOffsets(Collection<TopicPartition> partitions) {
      return Map.of();
    }

    @Override
    public Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> partitions) {
      return all(partitions, 9);
    }

    @Override
    public Map<TopicPartition, Long> beginningOffsets(Collection<TopicPartition> partitions) {
      return all(partitions, 0);
    }

    @Override
    public Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
        Map<TopicPartition, Long> times) {
      return times.entrySet().stream()
          .collect(
              Collectors.toMap(
                  Map.Entry::getKey, time -> new OffsetAndTimestamp(AT_TIME, time.getValue())));
    }

    private static Map<TopicPartition, Long> all(
        Collection<TopicPartition> partitions, long offset) {
      return partitions.stream().collect(Collectors.toMap(each -> each, each -> offset));
    }
  }
}
