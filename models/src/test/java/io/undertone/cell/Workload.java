package io.undertone.cell;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Reviews of users as they might arrive: lengths, users and tokens by chance, from a seed. */
record Workload(List<Arrival> arrivals) {

  /** One review of one user. */
  @SuppressWarnings("ArrayRecordComponent")
  record Arrival(int user, int[] tokens) {}

  /** Reviews that are added between two single steps. */
  private static final int STEP_EVERY = 3;

  /** Reviews of which most are short, a few are long, and some have no token at all. */
  static Workload random(long seed, int reviews, int users, int vocabulary) {
    Random random = new Random(seed);
    List<Arrival> arrivals = new ArrayList<>();
    for (int i = 0; i < reviews; i++) {
      int length = random.nextInt(10) == 0 ? 1 + random.nextInt(200) : random.nextInt(20);
      int[] tokens = random.ints(length, 0, vocabulary).toArray();
      arrivals.add(new Arrival(random.nextInt(users), tokens));
    }
    return new Workload(arrivals);
  }

  /**
   * Runs the reviews through an engine, each linked to its user's one before; at most {@code
   * inFlightMax} at a time.
   */
  List<ReviewTask> through(ReviewEngine engine, int inFlightMax) {
    List<ReviewTask> tasks = new ArrayList<>();
    Map<Integer, ReviewTask> last = new HashMap<>();
    for (Arrival arrival : arrivals) {
      while (engine.inFlight() >= inFlightMax) {
        engine.advance();
      }
      ReviewTask task = ReviewTask.ofTokens(arrival.tokens(), null, last.get(arrival.user()));
      last.put(arrival.user(), task);
      engine.add(task);
      tasks.add(task);
      if (tasks.size() % STEP_EVERY == 0) {
        engine.step();
      }
    }
    engine.drain();
    return tasks;
  }

  /** Runs the reviews one by one, the memory handed from each to its user's next. */
  List<ReviewTask> oneByOne(ReviewEngine engine) {
    List<ReviewTask> tasks = new ArrayList<>();
    Map<Integer, float[]> memories = new HashMap<>();
    for (Arrival arrival : arrivals) {
      ReviewTask task = ReviewTask.ofTokens(arrival.tokens(), memories.get(arrival.user()), null);
      engine.add(task);
      engine.drain();
      memories.put(arrival.user(), task.memory());
      tasks.add(task);
    }
    return tasks;
  }
}
