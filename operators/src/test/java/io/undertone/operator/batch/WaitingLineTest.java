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
class WaitingLineTest {

  private static final int SLOTS = 4;
  private static final int DELAY_MAX = 10;

  private final SlowEngine engine = new SlowEngine();
  private final List<String> left = new ArrayList<>();
  private final WaitingLine line =
      new WaitingLine(
          engine,
          SLOTS,
          DELAY_MAX,
          () -> engine.now,
          new DrainMetrics(new UnregisteredMetricsGroup(), "cpu"));

  @Test
  void aUsersReviewsLeaveInTheirOrder() throws Exception {
    add("ann: long", 9);
    add("ann: short", 1);
    add("bob", 2);
    engine.advance();
    engine.advance();
    add("eve", 20);
    line.relieve();
    assertThat(left).as("nothing is late").isEmpty();
    engine.now += DELAY_MAX;
    line.relieve();
    assertThat(left).containsExactly("ann: long", "ann: short", "bob");
  }

  @Test
  void aLongReviewHoldsBackItsUserAndNobodyElse() throws Exception {
    add("ann: long", 9);
    add("ann: short", 1);
    add("bob", 2);
    engine.now += DELAY_MAX;
    line.relieve();
    assertThat(left).as("only ann's short one has finished").isEmpty();
    line.relieve();
    assertThat(left).containsExactly("bob");
    line.drain(DrainCause.END);
    assertThat(left).containsExactly("bob", "ann: long", "ann: short");
  }

  @Test
  void aWatermarkKeepsItsPlaceAmongAll() throws Exception {
    add("ann", 9);
    add("bob", 1);
    line.pass(passing("watermark"));
    add("eve", 2);
    engine.now += DELAY_MAX;
    line.relieve();
    line.relieve();
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
      engine.now += random.nextInt(3);
      if (random.nextInt(15) == 0) {
        came.add("watermark " + i);
        line.pass(passing("watermark " + i));
      } else {
        came.add("u" + random.nextInt(6) + ": " + i);
        add(came.get(i), 1 + random.nextInt(30));
      }
      if (random.nextInt(9) == 0) {
        line.relieve();
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
  void aWatermarkPassesWhereNobodyWaits() throws Exception {
    line.pass(passing("watermark"));
    assertThat(left).containsExactly("watermark");
  }

  @Test
  void relievesWhoHasWaitedTooLongAndWhoSoonWillHave() throws Exception {
    add("first", 1);
    engine.now += 4;
    add("second", 2);
    engine.now += 5;
    add("third", 9);
    assertThat(line.relieve()).as("nobody has waited too long").isFalse();
    assertThat(left).isEmpty();
    assertThat(line.patience()).isEqualTo(1);
    engine.now += 1;
    assertThat(line.relieve()).as("the second soon will have").isTrue();
    assertThat(left).containsExactly("first");
    assertThat(line.relieve()).isFalse();
    assertThat(left).containsExactly("first", "second");
    assertThat(line.patience()).as("it came a moment ago").isEqualTo(DELAY_MAX - 1);
  }

  @Test
  void whoComesDuringReliefTakesTheSlotsThatBecomeFree() throws Exception {
    for (int i = 1; i <= SLOTS; i++) {
      add("old" + i, i);
    }
    engine.now += DELAY_MAX;
    for (int i = 1; line.relieve(); i++) {
      add("new" + i, 9);
      assertThat(engine.inFlight()).as("the slots stay full").isEqualTo(SLOTS);
    }
    assertThat(left).containsExactly("old1", "old2", "old3", "old4");
  }

  @Test
  void whoIsSteppedDoesNotWait() throws Exception {
    engine.millisPerStep = 2;
    for (int i = 0; i <= SLOTS; i++) {
      add("r" + i, 50);
    }
    assertThat(engine.now).as("the engine ran for long").isGreaterThan(5 * DELAY_MAX);
    assertThat(line.patience()).isEqualTo(DELAY_MAX);
  }

  @Test
  void theLineBehindOneLongReviewIsBounded() throws Exception {
    add("long", 1_000_000);
    for (int i = 0; i < 10 * WaitingLine.PLACES_PER_SLOT * SLOTS; i++) {
      add("long: short", 1);
    }
    assertThat(left).first().isEqualTo("long");
  }

  private void add(String name, int steps) throws Exception {
    Review review = new Review(name, name.replaceAll(":.*", ""), steps);
    engine.reviews.add(review);
    line.add(review);
  }

  private Arrival passing(String name) {
    return new Review(name, null, 0);
  }

  private final class Review implements Arrival {

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
  }

  /** Steps the first reviews that it was given, as many as it has slots, and takes its time. */
  private static final class SlowEngine implements Engine {

    private final List<Review> reviews = new ArrayList<>();
    private long now = 1_000_000;
    private int millisPerStep;

    @Override
    public int inFlight() {
      return reviews.size();
    }

    @Override
    public void advance() {
      int before = reviews.size();
      while (before > 0 && reviews.size() == before) {
        List<Review> inSlots = reviews.subList(0, Math.min(SLOTS, before));
        int steps = inSlots.stream().mapToInt(review -> review.stepsLeft).min().orElse(0);
        inSlots.forEach(review -> review.stepsLeft -= steps);
        reviews.removeIf(Review::finished);
        now += (long) steps * millisPerStep;
      }
    }

    @Override
    public StageStatistics statistics() {
      return StageStatistics.NONE;
    }

    @Override
    public void close() {}
  }
}
