package io.undertone.operator.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.undertone.cell.StageStatistics;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** When the engine runs, and who leaves when. */
class PendingQueueTest {

  private static final int SLOTS = 4;

  private final StepEngine engine = new StepEngine();
  private final List<String> left = new ArrayList<>();
  private final PendingQueue line =
      new PendingQueue(engine, SLOTS, new DrainMetrics(new UnregisteredMetricsGroup()));

  @Test
  void aLoneReviewIsSteppedAsSoonAsNobodyFollowsIt() throws Exception {
    add("ann", 2);
    assertThat(line.turn()).as("somebody may follow").isTrue();
    assertThat(engine.steps).isZero();
    assertThat(line.turn()).isTrue();
    assertThat(line.turn()).isFalse();
    assertThat(engine.steps).isEqualTo(2);
    assertThat(left).containsExactly("ann");
  }

  @Test
  void whoComesWhileOthersAreUnderWayIsLetInBeforeTheNextStep() throws Exception {
    add("ann", 4);
    line.turn();
    line.turn();
    assertThat(engine.steps).isEqualTo(1);
    add("bob", 1);
    line.turn();
    assertThat(engine.steps).as("more may come").isEqualTo(1);
    line.turn();
    assertThat(left).containsExactly("bob");
    assertThat(line.turn()).isTrue();
    assertThat(line.turn()).isFalse();
    assertThat(left).containsExactly("bob", "ann");
  }

  @Test
  void whoTakesNoSlotKeepsNobodyWaiting() throws Exception {
    add("ann", 3);
    line.turn();
    for (int tombstone = 1; tombstone <= 3; tombstone++) {
      add("bob: forgotten " + tombstone, 0);
      line.turn();
      assertThat(engine.steps).isEqualTo(tombstone);
    }
    assertThat(left).contains("ann");
  }

  @Test
  void whoTakesNoSlotLeavesAtOnceWhereNobodyIsUnderWay() throws Exception {
    add("bob: forgotten", 0);
    assertThat(left).containsExactly("bob: forgotten");
    assertThat(line.isEmpty()).isTrue();
    add("ann", 1);
    add("bob: forgotten again", 0);
    assertThat(left).as("it leaves with a turn").hasSize(1);
  }

  @Test
  void fullSlotsAreSteppedWhoeverComes() throws Exception {
    for (int i = 1; i <= SLOTS; i++) {
      add("r" + i, 3);
    }
    line.turn();
    assertThat(engine.steps).isEqualTo(1);
  }

  @Test
  void aUsersReviewsLeaveInTheirOrder() throws Exception {
    add("ann: long", 9);
    add("ann: short", 1);
    add("bob", 2);
    turns(3);
    assertThat(left).as("ann's short one has finished").containsExactly("bob");
    turns(9);
    assertThat(left).containsExactly("bob", "ann: long", "ann: short");
  }

  @Test
  void aWatermarkKeepsItsPlaceAmongAll() throws Exception {
    add("ann", 9);
    add("bob", 1);
    line.pass(passing("watermark"));
    add("eve", 2);
    turns(3);
    assertThat(left).as("eve has finished, but ann has not").containsExactly("bob");
    line.drain(DrainCause.END);
    assertThat(left).containsExactly("bob", "ann", "watermark", "eve");
  }

  @Test
  void anyStreamKeepsTheOrderOfEachUserAndOfEachWatermark() throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    List<String> came = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      if (random.nextInt(15) == 0) {
        came.add("watermark " + i);
        line.pass(passing("watermark " + i));
      } else {
        came.add("u" + random.nextInt(6) + ": " + i);
        add(came.get(i), 1 + random.nextInt(30));
      }
      if (random.nextInt(9) == 0) {
        line.turn();
      }
    }
    line.drain(DrainCause.BARRIER);
    assertThat(line.isEmpty()).isTrue();
    assertThat(left).as("seed " + seed).containsExactlyInAnyOrderElementsOf(came);
    for (int user = 0; user < 6; user++) {
      String his = "u" + user;
      Predicate<String> seen = name -> name.startsWith(his) || name.startsWith("watermark");
      assertThat(left.stream().filter(seen))
          .as("seed " + seed)
          .containsExactlyElementsOf(came.stream().filter(seen).toList());
    }
    assertThat(stretches(left)).as("seed " + seed).isEqualTo(stretches(came));
  }

  /** Who is between which watermarks. */
  private static List<Set<String>> stretches(List<String> names) {
    List<Set<String>> stretches = new ArrayList<>(List.of(new HashSet<>()));
    for (String name : names) {
      if (name.startsWith("watermark")) {
        stretches.add(new HashSet<>());
      }
      stretches.get(stretches.size() - 1).add(name);
    }
    return stretches;
  }

  @Test
  void runsWhenSlotsAndLookaheadAreFullUntilOnlyTheSlotsAre() throws Exception {
    for (int i = 1; i <= SLOTS; i++) {
      add("r" + i, i);
    }
    assertThat(left).isEmpty();
    add("last", 9);
    assertThat(engine.inFlight()).isEqualTo(SLOTS);
    assertThat(left).containsExactly("r1");
  }

  @Test
  void aQuarterAsManyAsTheSlotsMayWaitBesideThem() throws Exception {
    PendingQueue wide =
        new PendingQueue(engine, 8, new DrainMetrics(new UnregisteredMetricsGroup()));
    for (int i = 1; i <= 9; i++) {
      add(wide, "r" + i, 3);
    }
    assertThat(engine.steps).isZero();
    add(wide, "last", 3);
    assertThat(engine.inFlight()).isLessThanOrEqualTo(8);
    assertThat(left).startsWith("r1");
  }

  @Test
  void aWatermarkPassesWhereNobodyWaits() throws Exception {
    line.pass(passing("watermark"));
    assertThat(left).containsExactly("watermark");
  }

  @Test
  void knowsWhatArrivedLastOfAUserUntilItLeaves() throws Exception {
    assertThat(line.lastOf("ann")).isNull();
    add("ann: long", 9);
    add("ann: short", 1);
    add("bob", 1);
    turns(3);
    assertThat(line.lastOf("ann")).hasToString("ann: short");
    assertThat(line.lastOf("bob")).isNull();
    line.drain(DrainCause.END);
    assertThat(line.lastOf("ann")).isNull();
  }

  @Test
  void nobodyLeftMeansNoMoreTurns() throws Exception {
    add("ann", 9);
    line.turn();
    line.drain(DrainCause.BARRIER);
    assertThat(line.turn()).isFalse();
  }

  @Test
  void theLineBehindOneLongReviewIsBounded() throws Exception {
    add("long", 1_000_000);
    for (int i = 1; i < PendingQueue.ENTRIES_PER_SLOT * SLOTS; i++) {
      add("long: short", 1);
    }
    assertThat(left).as("all places are taken").isEmpty();
    add("long: one more", 1);
    assertThat(left).first().isEqualTo("long");
  }

  private void turns(int count) throws Exception {
    for (int turn = 0; turn < count; turn++) {
      line.turn();
    }
  }

  private void add(String name, int steps) throws Exception {
    add(line, name, steps);
  }

  private void add(PendingQueue to, String name, int steps) throws Exception {
    Review review = new Review(name, name.replaceAll(":.*", ""), steps);
    if (steps > 0) {
      engine.reviews.add(review);
    }
    to.add(review, Long.MIN_VALUE);
  }

  private PendingElement passing(String name) {
    return new Review(name, null, 0);
  }

  private final class Review implements PendingElement {

    private final String name;
    private final @Nullable String user;
    private int stepsLeft;

    Review(String name, @Nullable String user, int steps) {
      this.name = name;
      this.user = user;
      this.stepsLeft = steps;
    }

    @Override
    public @Nullable String user() {
      return user;
    }

    @Override
    public boolean finished() {
      return stepsLeft == 0;
    }

    @Override
    public void leave() {
      left.add(name);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** Steps the first reviews that it was given, as many as it has slots. */
  private static final class StepEngine implements Engine {

    private final List<Review> reviews = new ArrayList<>();
    private int steps;

    @Override
    public int inFlight() {
      return reviews.size();
    }

    @Override
    public void advance() {
      for (int before = reviews.size(); before > 0 && reviews.size() == before; ) {
        step();
      }
    }

    @Override
    public void step() {
      List<Review> inSlots = reviews.subList(0, Math.min(SLOTS, reviews.size()));
      inSlots.forEach(review -> review.stepsLeft--);
      reviews.removeIf(Review::finished);
      steps++;
    }

    @Override
    public StageStatistics statistics() {
      return StageStatistics.NONE;
    }

    @Override
    public void close() {}
  }
}
