package io.undertone.job.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LatenciesTest {

  private static final long MILLI = 1_000_000;

  @Test
  void areBetweenSendingAndSeeingWhateverTheOrder() {
    Latencies latencies = new Latencies(2);
    latencies.sent(0, 0);
    latencies.sent(1, 10 * MILLI);
    latencies.seen(1, 15 * MILLI, 0, 0);
    assertThat(latencies.complete()).isFalse();
    latencies.seen(0, 20 * MILLI, 0, 0);

    assertThat(latencies.complete()).isTrue();
    assertThat(latencies.percentile(0.5, 0)).isEqualTo(5);
    assertThat(latencies.percentile(0.99, 0)).isEqualTo(20);
  }

  @Test
  void areOfTheFirstTimeThatAReviewIsSeen() {
    Latencies latencies = new Latencies(2);
    latencies.sent(0, 0);
    latencies.seen(0, 5 * MILLI, 0, 0);
    latencies.seen(0, 9 * MILLI, 0, 0);

    assertThat(latencies.complete()).isFalse();
    assertThat(latencies.percentile(1, 0)).isEqualTo(5);
  }

  @Test
  void haveAPercentileThatWasSeen() {
    Latencies latencies = new Latencies(100);
    for (int review = 0; review < 100; review++) {
      latencies.sent(review, 0);
      latencies.seen(review, (100 - review) * MILLI, 0, 0);
    }

    assertThat(latencies.percentile(0.01, 0)).isEqualTo(1);
    assertThat(latencies.percentile(0.5, 0)).isEqualTo(50);
    assertThat(latencies.percentile(0.99, 0)).isEqualTo(99);
    assertThat(latencies.percentile(1, 0)).isEqualTo(100);
  }

  @Test
  void leaveOutTheFirstReviews() {
    Latencies latencies = new Latencies(3);
    for (int review = 0; review < 3; review++) {
      latencies.sent(review, 0);
      latencies.seen(review, (9 - review) * MILLI, 0, 0);
    }

    assertThat(latencies.percentile(1, 1)).isEqualTo(8);
  }
}
