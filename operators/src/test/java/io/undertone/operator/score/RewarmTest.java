package io.undertone.operator.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.undertone.cell.EngineSettings;
import io.undertone.cell.ExecutorKind;
import io.undertone.cell.ReviewEngine;
import io.undertone.cell.fake.FakeModel;
import io.undertone.event.Sentiment;
import io.undertone.event.UserEvent;
import io.undertone.model.BundleException;
import io.undertone.operator.Settings;
import io.undertone.operator.User;
import io.undertone.operator.deploy.Deployment;
import io.undertone.operator.deploy.StatePolicy;
import io.undertone.operator.score.MemoryCounts.Event;
import io.undertone.operator.settings.Remembering.Memory;
import io.undertone.operator.settings.Remembering.Mismatch;
import io.undertone.operator.settings.SentimentSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A model that takes another's place, and what it makes of the memories it finds. */
class RewarmTest {

  private static final int KEPT = 2;
  private static final SentimentSettings SETTINGS =
      Settings.slots(4)
          .with(Settings.remembering(Memory.CARRY, Mismatch.RESET).withRewarmReviews(KEPT));

  private final User ann = User.named("ann");
  private final FakeModel old = FakeModel.readerWithMemory().withFingerprint("a".repeat(64));
  private final FakeModel deployed = FakeModel.readerWithMemory().withFingerprint("b".repeat(64));
  private final HeapMemories memories = new HeapMemories();
  private final MemoryCounts counts = new MemoryCounts();
  private final List<Sentiment> sentiments = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 5})
  void answersAsIfTheUserHadJustSentTheLastReviews(int before) throws Exception {
    List<UserEvent> reviews = new ArrayList<>();
    for (int tokens = 1; tokens <= before + 3; tokens++) {
      reviews.add(ann.writesTokens(tokens));
    }
    run(old, SETTINGS, false, reviews.subList(0, before));
    run(deployed, SETTINGS, true, reviews.subList(before, before + 3));
    List<Sentiment> rewarmed = List.copyOf(sentiments.subList(before, before + 3));

    memories.forget("ann");
    sentiments.clear();
    int read = Math.min(before, KEPT);
    run(deployed, SETTINGS, true, reviews.subList(before - read, before + 3));
    assertThat(rewarmed).isEqualTo(sentiments.subList(read, read + 3));
    assertThat(counts.of(Event.REWARMED)).isEqualTo(before == 0 ? 0 : 1);
    assertThat(counts.of(Event.RESET)).isZero();
  }

  @Test
  void keepsTheLastReviewsOnlyAndNoneWhereNoneAreAskedFor() throws Exception {
    List<UserEvent> reviews =
        List.of(ann.writesTokens(1), ann.writesTokens(2), ann.writesTokens(3));
    run(old, SETTINGS, false, reviews);
    assertThat(kept().recent().reviews()).extracting(ids -> ids.length).containsExactly(2, 3);
    run(old, Settings.slots(4), false, List.of(ann.writesTokens(4)));
    assertThat(kept().recent()).isEqualTo(RecentReviews.NONE);
    assertThat(kept().remembered()).isEqualTo(4);
  }

  @Test
  void startsFreshWhereTheReviewsWereReadByAnotherTokenizerOrAreTooOld() throws Exception {
    run(old, SETTINGS, false, List.of(ann.writesTokens(3)));
    run(deployed, SETTINGS.withTokensMax(7), true, List.of(ann.writesTokens(3)));
    assertThat(sentiments.get(1).remembered()).isZero();
    assertThat(counts.of(Event.RESET)).isEqualTo(1);

    run(old, SETTINGS, true, List.of(ann.writesAfter(Settings.IDLE_MAX + 1)));
    assertThat(sentiments.get(2).remembered()).isZero();
  }

  @Test
  void startsFreshWhereTheDeploymentSaysReset() throws Exception {
    run(old, SETTINGS, false, List.of(ann.writesTokens(3)));
    run(deployed, SETTINGS, false, List.of(ann.writesTokens(3)));
    assertThat(sentiments.get(1).remembered()).isZero();
    assertThat(counts.of(Event.RESET)).isEqualTo(1);
  }

  @Test
  void refusesADeploymentThatCannotDoWhatItPromises() {
    assertThat(refusal(StatePolicy.RESET, SETTINGS)).isEmpty();
    assertThat(refusal(StatePolicy.REWARM, SETTINGS)).isEmpty();
    assertThat(refusal(StatePolicy.REWARM, Settings.slots(4)))
        .contains("expected a job that keeps users' last reviews, found one that keeps none.");
    assertThat(refusal(StatePolicy.FAIL, SETTINGS))
        .isEqualTo(
            "Deploying fake-reader-memory@2 with state fail: expected state fingerprint %s, of fake-reader-memory@2, found %s. Deploy it with reset or rewarm."
                .formatted("a".repeat(64), "b".repeat(64)));
    new DeploymentCheck(old, SETTINGS, old.manifest().labels())
        .requireFit(wish(StatePolicy.FAIL), old.manifest());
  }

  @Test
  void refusesOtherLabels() {
    assertThatThrownBy(
            () ->
                new DeploymentCheck(deployed, SETTINGS, List.of("bad", "good"))
                    .requireFit(wish(StatePolicy.RESET), null))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("expected the labels that the job writes: [bad, good], found [");
  }

  private String refusal(StatePolicy policy, SentimentSettings settings) {
    try {
      new DeploymentCheck(deployed, settings, old.manifest().labels())
          .requireFit(wish(policy), old.manifest());
      return "";
    } catch (BundleException refused) {
      return String.valueOf(refused.getMessage());
    }
  }

  private static Deployment wish(StatePolicy policy) {
    return new Deployment("d", "file:///b", policy, "0".repeat(64));
  }

  private UserMemory kept() {
    return Objects.requireNonNull(memories.recall("ann"));
  }

  private void run(
      FakeModel model, SentimentSettings settings, boolean rewarm, List<UserEvent> reviews)
      throws Exception {
    var engine = new ReviewEngine(model, new EngineSettings(4, ExecutorKind.CELL));
    var rules =
        new MemoryRules(
            model,
            Settings.remembering(Memory.CARRY, Mismatch.RESET),
            Rewarming.of(model, settings, rewarm),
            memories,
            counts);
    try (Scoring scoring = new Scoring(model, engine, rules, sentiments::add)) {
      scoring.run(reviews);
    }
  }
}
