package io.undertone.operator;

import io.undertone.event.EmbeddedReview;
import io.undertone.event.ForgetUser;
import io.undertone.event.Origin;
import io.undertone.event.TokenizedReview;
import io.undertone.event.UserEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A stream of a few busy users: reviews, some of them late, tombstones and watermarks of any time
 * at all. Time goes on slowly, and leaps now and then, so that users fall silent; two users have
 * clocks that are wrong by millennia.
 */
public final class RandomStream {

  /** One thing that comes in: a user's event, or a watermark's timestamp. */
  public sealed interface Step {
    record Event(UserEvent event) implements Step {}

    record Mark(long timestamp) implements Step {}
  }

  private static final int USERS = 9;
  private static final int USERS_WITH_GOOD_CLOCKS = 7;
  private static final long YEAR_9999 = 253_402_300_799_999L;
  private static final int READOUT = 4;
  private static final int TOKENS_MAX = 60;

  private final Random random;
  private final boolean asTokens;
  private long now = 100_000;
  private int next;

  private RandomStream(Random random, boolean asTokens) {
    this.random = random;
    this.asTokens = asTokens;
  }

  /**
   * The stream of a seed.
   *
   * @param asTokens reviews as token ids, else as vectors of what {@code FakeModel} reads out
   */
  public static List<Step> of(long seed, int length, boolean asTokens) {
    RandomStream stream = new RandomStream(new Random(seed), asTokens);
    List<Step> steps = new ArrayList<>();
    while (steps.size() < length) {
      steps.add(stream.step());
    }
    return steps;
  }

  /** The events of a stream, without its watermarks. */
  public static List<UserEvent> events(List<Step> steps) {
    return steps.stream()
        .filter(Step.Event.class::isInstance)
        .map(step -> ((Step.Event) step).event())
        .toList();
  }

  private Step step() {
    now += random.nextInt(random.nextInt(40) == 0 ? 3 * Settings.IDLE_MAX : 20);
    int choice = random.nextInt(20);
    if (choice == 0) {
      return new Step.Mark(random.nextBoolean() ? now : anyTime());
    }
    int user = random.nextInt(USERS);
    String name = "u" + user;
    return new Step.Event(
        choice == 1 ? new ForgetUser(name, anyTime()) : review(name, timestamp(user)));
  }

  private long timestamp(int user) {
    if (user >= USERS_WITH_GOOD_CLOCKS) {
      return anyTime();
    }
    return random.nextInt(10) == 0 ? now - random.nextInt(4 * Settings.IDLE_MAX) : now;
  }

  private long anyTime() {
    return switch (random.nextInt(3)) {
      case 0 -> 0;
      case 1 -> YEAR_9999;
      default -> now + random.nextInt(10 * Settings.IDLE_MAX);
    };
  }

  private UserEvent review(String user, long timestamp) {
    Origin origin = new Origin("r" + next++, user, timestamp, null);
    if (asTokens) {
      int length = 1 + random.nextInt(random.nextInt(10) == 0 ? TOKENS_MAX : 8);
      return new TokenizedReview(origin, random.ints(length, 0, 257).toArray(), false);
    }
    float[] readout = new float[READOUT];
    for (int i = 0; i < READOUT; i++) {
      readout[i] = random.nextFloat() - 0.5f;
    }
    return new EmbeddedReview(origin, readout, 1 + random.nextInt(TOKENS_MAX), false);
  }
}
