package io.undertone.operator.embed;

import static org.assertj.core.api.Assertions.assertThat;

import io.undertone.cell.ExecutorKind;
import io.undertone.event.EmbeddedReview;
import io.undertone.event.ForgetUser;
import io.undertone.event.UserEvent;
import io.undertone.operator.ByUser;
import io.undertone.operator.FakeSource;
import io.undertone.operator.FakeSource.Shape;
import io.undertone.operator.Mails;
import io.undertone.operator.RandomStream;
import io.undertone.operator.Settings;
import io.undertone.operator.User;
import io.undertone.operator.settings.SentimentSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.LatencyMarker;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/** What is promised of embedding. */
@SuppressWarnings("try") // closing a harness may throw anything
class EmbedReviewsTest {

  private final long seed = new Random().nextLong();
  private final User ann = User.named("ann");
  private final User bob = User.named("bob");

  @Test
  void emitsInTheOrderOfArrivalWhateverTravelsBetween() throws Exception {
    try (var embed = harness(Settings.slots(50))) {
      embed.processElement(new StreamRecord<>(ann.writesTokens(30)));
      embed.processElement(new StreamRecord<>(ann.isForgotten()));
      embed.processWatermark(5);
      embed.processElement(new StreamRecord<>(ann.writesTokens(1)));
      embed.processWatermarkStatus(WatermarkStatus.IDLE);
      LatencyMarker marker = new LatencyMarker(1, new OperatorID(), 0);
      embed.getOneInputOperator().processLatencyMarker(marker);
      assertThat(embed.getOutput()).as("nothing is forced").isEmpty();
      embed.getOperator().finish();
      assertThat(names(embed.getOutput()))
          .containsExactly(
              "EmbeddedReview ann 1",
              "ForgetUser ann",
              new Watermark(5).toString(),
              "EmbeddedReview ann 2",
              WatermarkStatus.IDLE.toString(),
              marker.toString());
    }
  }

  @Test
  void aLongReviewHoldsBackNoOtherUser() throws Exception {
    try (var embed = harness(Settings.slots(4))) {
      embed.processElement(new StreamRecord<>(ann.writesTokens(1000)));
      for (int i = 0; i < 9; i++) {
        embed.processElement(new StreamRecord<>(bob.writesTokens(2)));
      }
      assertThat(names(embed.getOutput())).startsWith("EmbeddedReview bob 1");
      embed.getOperator().finish();
      assertThat(names(embed.getOutput())).contains("EmbeddedReview ann 1").hasSize(10);
    }
  }

  @Test
  void noReviewWaitsWhileItsOperatorIsIdle() throws Exception {
    try (var embed = harness(Settings.slots(50))) {
      for (int number = 0; number < 100; number++) {
        embed.processElement(new StreamRecord<>(ann.writesTokens(1 + number % 7)));
        Mails.at(embed, 0);
        assertThat(embed.extractOutputValues()).hasSize(number + 1);
      }
    }
  }

  @Test
  void withADelayTheFirstWaitsForOthersAndNoLonger() throws Exception {
    try (var embed = harness(Settings.slotsAndDelay(50))) {
      embed.processElement(new StreamRecord<>(ann.writesTokens(3)));
      Mails.at(embed, 4);
      embed.processElement(new StreamRecord<>(ann.writesTokens(3)));
      Mails.at(embed, Settings.DELAY_MAX - 1);
      assertThat(embed.getOutput()).isEmpty();
      assertThat(embed.getProcessingTimeService().getNumActiveTimers()).isEqualTo(1);
      Mails.at(embed, Settings.DELAY_MAX);
      assertThat(embed.extractOutputValues()).hasSize(2);
      assertThat(embed.getProcessingTimeService().getNumActiveTimers()).isZero();
    }
  }

  @Test
  void atABarrierTheBuffersAreEmpty() throws Exception {
    try (var embed = harness(Settings.slots(50))) {
      for (int i = 0; i < 30; i++) {
        embed.processElement(new StreamRecord<>(ann.writesTokens(1 + i % 5)));
      }
      embed.prepareSnapshotPreBarrier(1);
      assertThat(embed.extractOutputValues()).hasSize(30);
    }
  }

  @Test
  void anyBatchSizeGivesTheSameBits() throws Exception {
    List<UserEvent> events = RandomStream.events(RandomStream.of(seed, 500, true));
    List<UserEvent> oneByOne = new ArrayList<>();
    for (UserEvent event : events) {
      oneByOne.addAll(run(List.of(event), Settings.slots(1)));
    }
    for (int slots : List.of(1, 37, 512)) {
      for (ExecutorKind executor : List.of(ExecutorKind.CELL, ExecutorKind.SEQUENCE)) {
        assertThat(ByUser.sorted(run(events, Settings.slots(slots, executor))))
            .as("seed %d, %d slots, %s: padding changes no vector", seed, slots, executor)
            .usingRecursiveFieldByFieldElementComparator()
            .containsExactlyElementsOf(ByUser.sorted(oneByOne));
      }
    }
  }

  private static List<UserEvent> run(List<UserEvent> events, SentimentSettings settings)
      throws Exception {
    try (var embed = harness(settings)) {
      for (UserEvent event : events) {
        embed.processElement(new StreamRecord<>(event));
      }
      embed.getOperator().finish();
      return embed.extractOutputValues();
    }
  }

  private static OneInputStreamOperatorTestHarness<UserEvent, UserEvent> harness(
      SentimentSettings settings) throws Exception {
    var embed = new EmbedReviews(FakeSource.of(Shape.READER_WITH_MEMORY), settings);
    var harness = new OneInputStreamOperatorTestHarness<UserEvent, UserEvent>(embed);
    harness.open();
    return harness;
  }

  private static List<String> names(Iterable<Object> output) {
    List<String> names = new ArrayList<>();
    for (Object element : output) {
      Object value = element instanceof StreamRecord<?> is ? is.getValue() : element;
      if (value instanceof EmbeddedReview is) {
        names.add("EmbeddedReview " + is.origin().reviewId());
      } else if (value instanceof ForgetUser is) {
        names.add("ForgetUser " + is.userId());
      } else {
        names.add(value.toString());
      }
    }
    return names;
  }
}
