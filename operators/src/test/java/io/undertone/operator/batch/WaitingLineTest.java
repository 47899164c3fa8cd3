package io.undertone.operator.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.undertone.cell.StageStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
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
  void whatFinishesFirstWaitsForWhatCameFirst() throws Exception {
    add("long", 9);
    add("short", 1);
    line.pass(passing("watermark"));
    engine.advance();
    add("later", 5);
    assertThat(left).isEmpty();
    line.drain(DrainCause.END);
    assertThat(left).containsExactly("long", "short", "watermark", "later");
  }

  @Test
  void anyStreamLeavesAsItCame() throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    List<String> came = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      came.add("r" + i);
      engine.now += random.nextInt(3);
      if (random.nextInt(5) == 0) {
        line.pass(passing("r" + i));
      } else {
        add("r" + i, 1 + random.nextInt(30));
      }
      if (random.nextInt(9) == 0) {
        line.relieve();
      }
    }
    line.drain(DrainCause.BARRIER);
    assertThat(line.isEmpty()).isTrue();
    assertThat(left).as("seed " + seed).isEqualTo(came);
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
      add("short", 1);
    }
    assertThat(left).first().isEqualTo("long");
  }

  private void add(String name, int steps) throws Exception {
    Review review = new Review(name, steps);
    engine.reviews.add(review);
    line.add(review);
  }

  private Arrival passing(String name) {
    return new Review(name, 0);
  }

  private final class Review implements Arrival {

    private final String name;
    private int stepsLeft;

    Review(String name, int steps) {
      this.name = name;
      this.stepsLeft = steps;
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
