package io.undertone.job.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SignOfLifeTest {

  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
  private final CountDownLatch asked = new CountDownLatch(3);
  private final AtomicInteger users = new AtomicInteger();

  @Test
  void speaksOnNewLinesUntilItIsClosed() throws InterruptedException {
    shows(false);

    assertThat(shown.toString(UTF_8).lines().limit(2))
        .containsExactly("Reading: 1 user (0 s)", "Reading: 2 users (0 s)");
  }

  @Test
  void speaksOnOneLineThatIsEmptyInTheEndWhereAPersonWatches() throws InterruptedException {
    shows(true);

    assertThat(shown.toString(UTF_8))
        .startsWith("\r\u001b[KReading: 1 user (0 s)\r\u001b[KReading: 2 users (0 s)")
        .endsWith("s)\r\u001b[K");
  }

  @Test
  void saysNothingOfWhatIsShort() {
    SignOfLife.on(out(), false, Duration.ofDays(1), this::words).close();

    assertThat(shown.size()).isZero();
  }

  private void shows(boolean watched) throws InterruptedException {
    SignOfLife sign = SignOfLife.on(out(), watched, Duration.ofMillis(1), this::words);
    assertThat(asked.await(60, TimeUnit.SECONDS)).isTrue();
    sign.close();
  }

  private String words() {
    asked.countDown();
    return "Reading: " + Counted.of(users.incrementAndGet(), "user");
  }

  private PrintStream out() {
    return new PrintStream(shown, true, UTF_8);
  }
}
