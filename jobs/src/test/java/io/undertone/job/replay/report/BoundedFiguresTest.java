package io.undertone.job.replay.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.undertone.job.replay.report.Extremes.Extreme;
import io.undertone.job.replay.report.Moods.Mood;
import io.undertone.job.replay.report.Periods.Period;
import io.undertone.job.replay.report.PowerOfTwoBins.Bin;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Figures of more reviews than are kept. */
class BoundedFiguresTest {

  private static final long SEED = 13;
  private static final long DAY = Duration.ofDays(1).toMillis();

  @Test
  void aClassIsTwiceAsWideAsTheOneBelow() {
    PowerOfTwoBins sizes = new PowerOfTwoBins();
    for (int size : new int[] {0, 1, 2, 3, 4, 7, 8, Integer.MAX_VALUE}) {
      sizes.add(size, size == 3 ? 1 : 0);
    }

    assertThat(sizes.bins())
        .containsExactly(
            new Bin(0, 0, 1, 0),
            new Bin(1, 1, 1, 0),
            new Bin(2, 3, 2, 0.5),
            new Bin(4, 7, 2, 0),
            new Bin(8, 15, 1, 0),
            new Bin(1 << 30, Integer.MAX_VALUE, 1, 0));
  }

  @Test
  void calibrationIsTheMeanDistanceByReviews() {
    Calibration calibration = new Calibration();
    for (int review = 0; review < 3; review++) {
      calibration.add(0.95, true);
    }
    calibration.add(0.25, true);
    calibration.add(1.0, false);

    assertThat(calibration.bins()).extracting(each -> each.count()).containsExactly(1L, 4L);
    assertThat(calibration.expectedError())
        .isCloseTo((0.75 + 4 * ((3 * 0.95 + 1) / 4 - 0.75)) / 5, within(1e-12));
  }

  @Test
  void periodsGrowWithTime() {
    Periods periods = new Periods();
    periods.add(10 * DAY, 1);
    assertThat(periods.width()).isEqualTo(100);
    periods.add(11 * DAY, 0);

    assertThat(periods.width()).isEqualTo(Duration.ofHours(1).toMillis());
    assertThat(periods.periods())
        .containsExactly(new Period(10 * DAY, 1, 1), new Period(11 * DAY, 1, 0));
  }

  @Test
  void periodsAreFewHoweverLongTimeIs() {
    Random random = new Random(SEED);
    Periods periods = new Periods();
    for (int review = 0; review < 10_000; review++) {
      periods.add(random.nextLong(-1L << 52, 1L << 52), 1);
    }
    periods.add(Long.MIN_VALUE / 4, 1);
    periods.add(Long.MAX_VALUE / 4, 1);

    assertThat(periods.periods()).hasSizeLessThanOrEqualTo(Periods.PERIODS_MAX);
    assertThat(periods.periods().stream().mapToLong(Period::count).sum()).isEqualTo(10_002);
  }

  @Test
  void aTimelineOfAnyLengthHasFewPoints() {
    Timeline timeline = new Timeline();
    for (int review = 0; review < 1000; review++) {
      timeline.add(review < 500 ? 0 : 1);
    }

    assertThat(timeline.valuesPerPoint()).isEqualTo(16);
    assertThat(timeline.points()).hasSize(63).hasSizeLessThanOrEqualTo(Timeline.POINTS_MAX);
    assertThat(timeline.points().get(0)).isZero();
    assertThat(timeline.change()).isCloseTo(1, within(0.02));
  }

  @Test
  void namesTheUsersWhoChangedMost() {
    Moods moods = new Moods();
    for (int user = 0; user < 50; user++) {
      for (int review = 0; review < 6; review++) {
        moods.add("user-" + user, review < 3 ? 0.5 : 0.5 + (user % 2 == 0 ? user : -user) / 100.0);
      }
    }
    moods.add("newcomer", 1);
    for (int review = 0; review < 9; review++) {
      moods.add("silent", Double.NaN);
    }

    assertThat(moods.most())
        .extracting(Mood::user)
        .containsExactly("user-49", "user-48", "user-47", "user-46", "user-45", "user-44");
    assertThat(moods.most().get(0).change()).isCloseTo(-0.49, within(1e-12));
    assertThat(moods.users()).isEqualTo(52);
    assertThat(moods.usersWithFew()).isEqualTo(2);
  }

  @Test
  void namesTheSameReviewsInWhateverOrderTheyCome() {
    List<Extreme> all =
        Stream.iterate(0, each -> each + 1)
            .limit(100)
            .map(each -> new Extreme("r" + each, "u", each / 4, null, null, 0, 1))
            .toList();
    Extremes forward = new Extremes();
    Extremes backward = new Extremes();
    for (int each = 0; each < all.size(); each++) {
      forward.add(all.get(each));
      backward.add(all.get(all.size() - 1 - each));
    }

    assertThat(forward.most())
        .hasSize(Extremes.REVIEWS_MAX)
        .isEqualTo(backward.most())
        .startsWith(all.get(96), all.get(97));
  }
}
