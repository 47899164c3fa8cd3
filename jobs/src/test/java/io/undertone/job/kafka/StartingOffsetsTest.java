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
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a job is told to do that has restored no offsets, without a broker. */
@SuppressWarnings("deprecation") // the connector takes the strategy in no other form
class StartingOffsetsTest {

  private static final TopicPartition PARTITION = new TopicPartition("reviews", 0);
  private static final TopicPartition NEW = new TopicPartition("reviews", 1);
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

  @Test
  void knowsThePlaceToGoOnAtBeforeTheGroupForgetsIt() {
    Topic read = new Topic(Map.of(PARTITION, 3L));
    StartingOffsets offsets = offsets("group", ReadingStart.goingOn(MemoryStart.EMPTY), Map.of());

    assertThat(offsets.getPartitionOffsets(Set.of(PARTITION, NEW), read))
        .isEqualTo(Map.of(PARTITION, 3L, NEW, KafkaPartitionSplit.EARLIEST_OFFSET));
  }

  @Test
  void goesOnElsewhereOnlyWhereTheUserSaysSo() {
    assertThat(reset(Map.of())).isEqualTo(OffsetResetStrategy.NONE);
    assertThat(reset(Map.of("auto.offset.reset", "latest"))).isEqualTo(OffsetResetStrategy.LATEST);
    assertThatThrownBy(() -> reset(Map.of("auto.offset.reset", "first")))
        .isInstanceOf(JobException.class)
        .hasMessage(
            "Reading the Kafka property auto.offset.reset: expected none, earliest or latest, found first. Give one.");
  }

  private static OffsetResetStrategy reset(Map<String, String> client) {
    return offsets("group", ReadingStart.goingOn(MemoryStart.EMPTY), client)
        .getAutoOffsetResetStrategy();
  }

  private static Map<TopicPartition, Long> query(@Nullable String savepoint) {
    return offsets("", new ReadingStart(MemoryStart.EMPTY, false, null, savepoint), Map.of())
        .getPartitionOffsets(Set.of(PARTITION), new Topic());
  }

  private static Map<TopicPartition, Long> start(ReadingStart start) {
    return offsets("group", start, Map.of()).getPartitionOffsets(Set.of(PARTITION), new Topic());
  }

  private static StartingOffsets offsets(
      String group, ReadingStart start, Map<String, String> client) {
    return new StartingOffsets(
        new KafkaConfig("broker:1", "reviews", "sentiments", "rejected", group, client, false),
        start);
  }

  /** A topic, and what the group has read of it. */
  private record Topic(Map<TopicPartition, Long> read) implements PartitionOffsetsRetriever {

    static final long AT_TIME = 4;

    Topic() {
      this(Map.of());
    }

    @Override
    public Map<TopicPartition, Long> committedOffsets(Collection<TopicPartition> partitions) {
      return read;
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
