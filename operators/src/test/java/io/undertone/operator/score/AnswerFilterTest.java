package io.undertone.operator.score;

import static org.assertj.core.api.Assertions.assertThat;

import io.undertone.event.Origin;
import io.undertone.event.Sentiment;
import io.undertone.event.TokenizedReview;
import io.undertone.operator.ByReview;
import io.undertone.operator.FakeSource;
import io.undertone.operator.FakeSource.Shape;
import io.undertone.operator.RandomStream;
import io.undertone.operator.RandomStream.Step;
import io.undertone.operator.Settings;
import io.undertone.operator.User;
import io.undertone.operator.score.ScoreJob.Checkpoint;
import io.undertone.operator.settings.Answering;
import io.undertone.operator.settings.SentimentSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.junit.jupiter.api.Test;

/** Which reviews are answered, and which are only remembered. */
class AnswerFilterTest {

  /** A time before which there is something, as after it. */
  private static long median(List<Sentiment> sentiments) {
    long[] times =
        sentiments.stream().mapToLong(each -> each.origin().timestamp()).sorted().toArray();
    return times[times.length / 2];
  }

  private static final int STEPS = 600;
  private static final FakeSource MODEL = FakeSource.of(Shape.ENDLESS_READER);

  private final long seed = new Random().nextLong();
  private final List<Step> steps = RandomStream.of(seed, STEPS, true);
  private final User ann = User.named("ann");

  @Test
  void answersThoseFromATimeOnAsIfItHadAnsweredAll() throws Exception {
    List<Sentiment> all = new ArrayList<>();
    run(Answering.all(), 1, Checkpoint.NONE, steps, all);
    long from = median(all);

    List<Sentiment> some = new ArrayList<>();
    run(new Answering(from, false, Answering.BEFORE_ALL), 2, Checkpoint.NONE, steps, some);

    assertThat(ByReview.sorted(some))
        .as("seed " + seed)
        .hasSizeBetween(1, all.size() - 1)
        .isEqualTo(ByReview.sorted(from(from, all)));
  }

  @Test
  void latestStaysWhereItWasFirstThroughARescale() throws Exception {
    List<Sentiment> all = new ArrayList<>();
    run(Answering.all(), 1, Checkpoint.NONE, steps, all);
    long first = median(all);
    long later = first + Settings.IDLE_MAX;

    List<Sentiment> some = new ArrayList<>();
    Checkpoint third = run(latest(first), 1, Checkpoint.NONE, steps.subList(0, STEPS / 3), some);
    List<Step> middle = steps.subList(STEPS / 3, 2 * STEPS / 3);
    Checkpoint more = run(latest(later), 3, third, middle, some);
    run(latest(later), 2, more, steps.subList(2 * STEPS / 3, STEPS), some);

    assertThat(ByReview.sorted(some))
        .as("seed " + seed)
        .isEqualTo(ByReview.sorted(from(first, all)));
  }

  @Test
  void aTimeThatIsGivenCountsWhateverACheckpointSays() throws Exception {
    Checkpoint checkpoint = run(latest(5), 1, Checkpoint.NONE, List.of(), new ArrayList<>());
    List<Sentiment> some = new ArrayList<>();

    run(new Answering(3, false, Answering.BEFORE_ALL), 1, checkpoint, steps(2, 3, 4), some);

    assertThat(some).extracting(each -> each.origin().timestamp()).containsExactly(3L, 4L);
  }

  @Test
  void whatDataSetsHaveBroughtIsNotRememberedTwiceNeitherAfterARestore() throws Exception {
    List<Sentiment> answers = new ArrayList<>();
    Answering answering = new Answering(6, false, Answering.BEFORE_ALL);
    Checkpoint history = run(answering, 1, Checkpoint.NONE, steps(1, 2, 3), answers);

    Checkpoint live = run(answering.withHistory(3), 2, history, steps(1, 2, 3, 4), answers);
    run(answering, 1, live, steps(3, 2, 5, 6, 7), answers);

    assertThat(answers).extracting(Sentiment::remembered).containsExactly(5, 6);
  }

  /** A review that is passed over is no tombstone, though it stands between two of its user. */
  @Test
  void aUsersNextReviewFollowsTheOneBeforeThoseThatArePassedOver() throws Exception {
    List<Sentiment> answers = new ArrayList<>();
    run(Answering.all().withHistory(3), 1, Checkpoint.NONE, steps(4, 2, 5, 3, 6), answers);

    assertThat(answers).extracting(Sentiment::remembered).containsExactly(0, 1, 2);
  }

  @Test
  void whatIsPassedOverKeepsNobodyWaiting() throws Exception {
    SentimentSettings settings = Settings.slots(5).with(Answering.all().withHistory(3));
    try (ScoreJob job =
        new ScoreJob(MODEL, settings, 1, new HashMapStateBackend(), Checkpoint.NONE)) {
      job.process(at(4, User.named("bob").writesTokens(500)));
      job.process(steps(2, 5));
      job.wait(0);
      assertThat(job.sentiments())
          .extracting(each -> each.origin().userId())
          .containsExactly("ann", "bob");
    }
  }

  @Test
  void tombstonesActWhateverTheirTime() throws Exception {
    List<Sentiment> answers = new ArrayList<>();
    List<Step> events = new ArrayList<>(steps(1, 2));
    events.add(new Step.Event(ann.isForgotten()));
    events.addAll(steps(20, 21));

    run(new Answering(20, false, 10), 1, Checkpoint.NONE, events, answers);

    assertThat(answers).extracting(Sentiment::remembered).containsExactly(0, 1);
  }

  @Test
  void saysAtOnceAndThenOnceAMinuteHowFarItIs() {
    AtomicLong clock = new AtomicLong(-5);
    RememberedProgress progress = new RememberedProgress(clock::get);
    assertThat(progress.remembered(1, 9)).isTrue();
    clock.addAndGet(OnceAMinute.PAUSE - 1);
    assertThat(progress.remembered(2, 9)).isFalse();
    clock.addAndGet(1);
    assertThat(progress.remembered(3, 9)).isTrue();
    assertThat(RememberedProgress.line(1, 0, 172_800_000))
        .isEqualTo(
            "Remembering reviews before 1970-01-03T00:00:00Z without an answer, the first one of"
                + " 1970-01-01T00:00:00Z.");
    assertThat(RememberedProgress.line(12_345, 86_400_000, 172_800_000))
        .isEqualTo(
            "Remembered 12,345 reviews without an answer, the last one of 1970-01-02T00:00:00Z."
                + " Answers begin at 1970-01-03T00:00:00Z.");
  }

  @Test
  void saysInTheLogWhatIsInForce() {
    assertThat(Answering.all()).hasToString("all reviews");
    assertThat(latest(0).withHistory(1000))
        .hasToString(
            "reviews from 1970-01-01T00:00:00Z on, the first start, data sets known to"
                + " 1970-01-01T00:00:01Z");
  }

  @Test
  void countsWhatItDoesNotAnswer() {
    AnswerFilter answers =
        new AnswerFilter(new Answering(10, false, 4), new RememberedProgress(() -> 0));
    assertThat(answers.isInHistory(ann.writesAt(4))).isTrue();
    assertThat(answers.isInHistory(ann.writesAt(5))).isFalse();
    assertThat(answers.isWanted(9)).isFalse();
    assertThat(answers.isWanted(5)).isFalse();
    assertThat(answers.isWanted(10)).isTrue();

    assertThat(value(answers, "answersFrom")).isEqualTo(10);
    assertThat(value(answers, "reviewsUnanswered")).isEqualTo(2);
    assertThat(value(answers, "unansweredLast")).isEqualTo(5);
    assertThat(value(answers, "reviewsInHistory")).isEqualTo(1);
  }

  /** In a later life the end of the history is in force, though the job is told nothing of it. */
  @Test
  void countsWhatItPassesOverWhereAllIsAnswered() {
    AnswerFilter answers =
        new AnswerFilter(Answering.all().withHistory(4), new RememberedProgress(() -> 0));
    assertThat(answers.isInHistory(ann.writesAt(4))).isTrue();

    assertThat(answers.metrics()).containsOnlyKeys("reviewsInHistory");
    assertThat(value(answers, "reviewsInHistory")).isEqualTo(1);
    assertThat(new AnswerFilter(Answering.all(), new RememberedProgress(() -> 0)).metrics())
        .isEmpty();
  }

  private static long value(AnswerFilter answers, String metric) {
    var value = answers.metrics().get(metric);
    assertThat(value).isNotNull();
    return value == null ? 0 : value.getAsLong();
  }

  private static Answering latest(long now) {
    return new Answering(now, true, Answering.BEFORE_ALL);
  }

  private static List<Sentiment> from(long time, List<Sentiment> sentiments) {
    return sentiments.stream().filter(each -> each.origin().timestamp() >= time).toList();
  }

  /** Reviews of one user at these times. */
  private List<Step> steps(long... times) {
    List<Step> steps = new ArrayList<>();
    for (long time : times) {
      steps.add(new Step.Event(at(time, ann.writesTokens(2))));
    }
    return steps;
  }

  private static TokenizedReview at(long time, TokenizedReview review) {
    var origin = review.origin();
    return new TokenizedReview(
        new Origin(origin.reviewId(), origin.userId(), time, null), review.tokens(), false);
  }

  private static Checkpoint run(
      Answering answering,
      int parallelism,
      Checkpoint from,
      List<Step> steps,
      List<Sentiment> sentiments)
      throws Exception {
    SentimentSettings settings = Settings.slots(5).with(answering);
    try (ScoreJob job =
        new ScoreJob(MODEL, settings, parallelism, new HashMapStateBackend(), from)) {
      job.process(steps);
      Checkpoint checkpoint = job.checkpoint();
      sentiments.addAll(job.sentiments());
      return checkpoint;
    }
  }
}
