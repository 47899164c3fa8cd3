package io.undertone.job.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class SignOfLifeTest {

  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
  private final CountDownLatch asked = new CountDownLatch(3);
  private final AtomicInteger users = new AtomicInteger();

  @Test
  void speaksOnNewLinesUntilItIsClosed() throws InterruptedException {
    shows(false);

    assertThat(said().lines().limit(2))
        .containsExactly("Reading: 1 user (N s)", "Reading: 2 users (N s)");
  }

  @Test
  void speaksOnOneLineThatIsEmptyInTheEndWhereAPersonWatches() throws InterruptedException {
    shows(true);

    assertThat(said())
        .startsWith("\r\u001b[KReading: 1 user (N s)\r\u001b[KReading: 2 users (N s)")
        .endsWith("s)\r\u001b[K");
  }

  @Test
  void saysNothingOfWhatIsShort() {
    SignOfLife.on(out(), false, Duration.ofDays(1), this::words).close();

    assertThat(shown.size()).isZero();
  }

  @Test
  void saysNothingOnceItIsClosed() throws InterruptedException {
    shows(false);
    int size = shown.size();

    CountDownLatch later = new CountDownLatch(20);
    PrintStream nowhere = new PrintStream(PrintStream.nullOutputStream());
    try (SignOfLife other = SignOfLife.on(nowhere, false, Duration.ofMillis(1), counting(later))) {
      assertThat(later.await(60, TimeUnit.SECONDS)).as("%s has spoken", other).isTrue();
    }
    assertThat(shown.size()).isEqualTo(size);
  }

  private static Supplier<String> counting(CountDownLatch asked) {
    return () -> {
      asked.countDown();
      return "";
    };
  }

  /** What it said, whatever seconds it counted. */
  private String said() {
    return shown.toString(UTF_8).replaceAll("\\(\\d+ s\\)", "(N s)");
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
