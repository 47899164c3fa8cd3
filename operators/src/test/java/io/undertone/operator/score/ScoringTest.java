package io.undertone.operator.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.undertone.cell.EngineSettings;
import io.undertone.cell.ExecutorKind;
import io.undertone.cell.ReviewEngine;
import io.undertone.cell.fake.FakeModel;
import io.undertone.event.EmbeddedReview;
import io.undertone.event.ForgetUser;
import io.undertone.event.Origin;
import io.undertone.event.Sentiment;
import io.undertone.event.TokenizedReview;
import io.undertone.operator.LogLines;
import io.undertone.operator.Settings;
import io.undertone.operator.User;
import io.undertone.operator.score.MemoryCounts.Event;
import io.undertone.operator.settings.Remembering.Memory;
import io.undertone.operator.settings.Remembering.Mismatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of who remembers what, without Flink. */
class ScoringTest {

  private final User ann = User.named("ann");
  private final User bob = User.named("bob");
  private final User cleo = User.named("cleo");
  private final FakeModel model = FakeModel.readerWithMemory();
  private final HeapMemories memories = new HeapMemories();
  private final MemoryCounts counts = new MemoryCounts();
  private final List<Sentiment> sentiments = new ArrayList<>();

  @Test
  void keepsWhatTheLastReviewLeft() throws Exception {
    try (Scoring scoring = scoring(Mismatch.RESET)) {
      run(scoring, ann.writesAt(5), ann.writesAt(3));
    }
    UserMemory row = kept("ann");
    assertThat(row.remembered()).isEqualTo(2);
    assertThat(row.seenLast()).as("the latest, not the last").isEqualTo(5);
    assertThat(row.fingerprint()).isEqualTo(0xaaaaaaaaaaaaaaaaL);
    assertThat(row.states()).hasSize(model.memoryLayout().width());
  }

  @Test
  void aRowThatWasKeptIsNeverWrittenToAgain() throws Exception {
    try (Scoring scoring = scoring(Mismatch.RESET)) {
      run(scoring, ann.writes());
      float[] kept = kept("ann").states();
      float[] before = kept.clone();
      run(scoring, ann.writes(), ann.writes());
      assertThat(kept).isEqualTo(before);
      assertThat(kept("ann").states()).isNotEqualTo(before);
    }
  }

  @Test
  void countsWhomItResetsAndWhoComesBackTooLate() throws Exception {
    memories.remember("bob", new UserMemory(7, 9, 0, new float[2]));
    memories.remember("cleo", new UserMemory(0xaaaaaaaaaaaaaaaaL, 9, 0, new float[3]));
    try (Scoring scoring = scoring(Mismatch.RESET)) {
      run(scoring, bob.writes(), bob.writes(), cleo.writes());
      run(scoring, bob.writesAfter(Settings.IDLE_MAX + 1));
    }
    assertThat(sentiments).extracting(Sentiment::remembered).containsExactly(0, 1, 0, 0);
    assertThat(counts.of(Event.RESET)).isEqualTo(2);
    assertThat(counts.of(Event.MET)).isEqualTo(1);
    assertThat(counts.of(Event.TOO_OLD)).isEqualTo(1);
    assertThat(counts.of(Event.BEGUN)).isZero();
  }

  @Test
  void countsTombstonesThatFindSomebodyAndThoseThatFindNobody() throws Exception {
    try (Scoring scoring = scoring(Mismatch.RESET)) {
      run(scoring, ann.writes());
      for (String user : List.of("ann", "ann", "\"ann\"")) {
        scoring.admit(new ForgetUser(user, 2), null).leave();
      }
      run(scoring, ann.writes());
    }
    assertThat(counts.of(Event.FORGOTTEN)).isEqualTo(1);
    assertThat(counts.of(Event.FOUND_NOBODY)).isEqualTo(2);
    assertThat(counts.of(Event.BEGUN)).isEqualTo(2);
  }

  @Test
  void whereNothingIsKeptNobodyNeedBeFound() throws Exception {
    try (LogLines log = LogLines.of(UnmatchedTombstones.class);
        Scoring scoring = scoring(Memory.RESET, Mismatch.RESET)) {
      scoring.admit(new ForgetUser("ann", 2), null).leave();
      assertThat(counts.of(Event.FOUND_NOBODY)).isZero();
      assertThat(log.warnings()).isEmpty();
    }
  }

  @Test
  void meetsNothingThatWasKeptBeforeMemoryWasReset() throws Exception {
    memories.remember("ann", new UserMemory(0xaaaaaaaaaaaaaaaaL, 9, 0, new float[2]));
    try (Scoring scoring = scoring(Memory.RESET, Mismatch.RESET)) {
      run(scoring, ann.writes());
    }
    assertThat(sentiments).extracting(Sentiment::remembered).containsExactly(0);
    for (Event event : Event.values()) {
      assertThat(counts.of(event)).as(event.metric()).isZero();
    }
  }

  @Test
  void saysOnceThatMemoriesOfAnotherModelAreReset() throws Exception {
    memories.remember("bob", new UserMemory(7, 9, 0, new float[3]));
    memories.remember("cleo", new UserMemory(8, 9, 0, new float[2]));
    try (LogLines log = LogLines.of(MemoryRules.class);
        Scoring scoring = scoring(Mismatch.RESET)) {
      run(scoring, bob.writes(), cleo.writes());
      assertThat(log.warnings())
          .containsExactly(
              "Users' memories of another model are reset, each as its user comes:"
                  + " fake-reader-memory@1 has state fingerprint aaaaaaaaaaaaaaaa with 2 floats,"
                  + " found 0000000000000007 with 3 floats");
    }
  }

  @Test
  void saysOnceThatAnotherModelWroteTheCheckpoint() {
    String own = model.manifest().stateFingerprint();
    String other = "b".repeat(64);
    try (LogLines log = LogLines.of(MemoryRules.class);
        Scoring scoring = scoring(Mismatch.RESET)) {
      scoring.checkRestored(List.of(own, own));
      assertThat(log.warnings()).isEmpty();
      scoring.checkRestored(List.of(own, other, other));
      assertThat(log.warnings())
          .containsExactly(
              "The checkpoint was written by a model with state fingerprint %s; fake-reader-memory@1 has %s, so each user's memory is reset when the user comes"
                  .formatted(other, own));
    }
  }

  @Test
  void warnsOfATombstoneThatFindsNobody() throws Exception {
    try (LogLines log = LogLines.of(UnmatchedTombstones.class);
        Scoring scoring = scoring(Mismatch.RESET)) {
      scoring.admit(new ForgetUser("\"ann\"", 2), null).leave();
      scoring.admit(new ForgetUser("bob", 2), null).leave();
      assertThat(log.warnings())
          .containsExactly(
              "1 tombstone(s) found no memory to forget, the last one for a user id of 5"
                  + " characters: '\"ann\"'. If such users exist, their ids are written in another"
                  + " way; run's --key says how a key is read.");
    }
  }

  @Test
  void saysOnceAMinuteThatTombstonesFindNobody() {
    AtomicLong clock = new AtomicLong(-5);
    UnmatchedTombstones tombstones = new UnmatchedTombstones(clock::get);
    assertThat(tombstones.foundNobody("ann")).isTrue();
    clock.addAndGet(OnceAMinute.PAUSE - 1);
    assertThat(tombstones.foundNobody("ann")).isFalse();
    clock.addAndGet(1);
    assertThat(tombstones.foundNobody("ann")).isTrue();
  }

  /** Three tokens through one cell and one readout through the other, each in blocks of 4 seats. */
  @Test
  void countsTheStepsOfBothCellsAndClosesThem() throws Exception {
    try (Scoring scoring = scoring(Mismatch.RESET)) {
      Origin origin = new Origin("r1", "ann", 1, null);
      scoring.run(List.of(new TokenizedReview(origin, new int[] {1, 2, 3}, false)));
      assertThat(scoring.statistics().runs()).isEqualTo(4);
      assertThat(scoring.statistics().rows()).isEqualTo(4);
      assertThat(scoring.statistics().seats()).isEqualTo(16);
      assertThat(scoring.statistics().nanos()).isPositive();
      assertThat(model.openCount()).as("two stages and the head").isEqualTo(3);
    }
    assertThat(model.openCount()).isZero();
  }

  @Test
  void aPreviewSaysWhatWouldBeSaidAndKeepsNothing() throws Exception {
    try (Scoring scoring = scoring(Mismatch.RESET)) {
      run(scoring, ann.writes(), bob.writes());
      UserMemory before = kept("ann");
      EmbeddedReview next = ann.writes();

      Sentiment foretold = scoring.preview(next);

      assertThat(kept("ann")).isSameAs(before);
      assertThat(sentiments).hasSize(2);
      run(scoring, next);
      assertThat(sentiments.get(2)).isEqualTo(foretold);
      assertThat(foretold.remembered()).isEqualTo(1);
    }
  }

  @Test
  void aTombstoneAmongReviewsEndsTheMemoryWhereItStands() throws Exception {
    try (Scoring scoring = scoring(Mismatch.RESET)) {
      scoring.run(List.of(ann.writes(), ann.writes(), new ForgetUser("ann", 2), ann.writes()));
    }
    assertThat(sentiments).extracting(Sentiment::remembered).containsExactly(0, 1, 0);
    assertThat(kept("ann").remembered()).isEqualTo(1);
    assertThat(counts.of(Event.BEGUN)).isEqualTo(2);
    assertThat(counts.of(Event.MET)).isEqualTo(1);
    assertThat(counts.of(Event.FORGOTTEN)).isEqualTo(1);
  }

  @Test
  void namesBothFingerprintsWhenItFails() throws Exception {
    memories.remember("bob", new UserMemory(7, 9, 0, new float[3]));
    try (Scoring scoring = scoring(Mismatch.FAIL)) {
      assertThatThrownBy(() -> scoring.admit(bob.writes(), null))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "Recalling a user's memory for fake-reader-memory@1: expected state fingerprint"
                  + " aaaaaaaaaaaaaaaa with 2 floats, found 0000000000000007 with 3 floats. Run the"
                  + " model that wrote it, or set the state mismatch to reset.");
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
  void refusesLogitsThatAreNotFinite(double computed) {
    assertThatThrownBy(() -> new Verdict(model.manifest()).requireNumber(computed, "r1"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "Scoring review r1 with fake-reader-memory@1: expected finite logits, found none. Check"
                + " the model with its goldens.");
  }

  private UserMemory kept(String user) {
    return Objects.requireNonNull(memories.recall(user));
  }

  private Scoring scoring(Mismatch mismatch) {
    return scoring(Memory.CARRY, mismatch);
  }

  private Scoring scoring(Memory memory, Mismatch mismatch) {
    var engine = new ReviewEngine(model, new EngineSettings(4, ExecutorKind.CELL));
    var remembering = Settings.remembering(memory, mismatch);
    var rules = new MemoryRules(model, remembering, memories, counts);
    return new Scoring(model, engine, rules, sentiments::add);
  }

  private static void run(Scoring scoring, EmbeddedReview... reviews) throws Exception {
    scoring.run(List.of(reviews));
  }
}
