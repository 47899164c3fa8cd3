package io.undertone.cell;

import java.util.List;
import java.util.Objects;

/**
 * Padded batches of whole reviews, sorted by length so that little is padded. A user's next review
 * waits for the batch behind his last one, so with user-scoped states a batch holds a user once.
 */
public final class SequenceExecutor implements StageExecutor {

  private final SequenceGraph graph;
  private final StateLayout layout;
  private final WaitingRoom waiting = new WaitingRoom(Passage::length);
  private int inFlight;
  private long runs;
  private long steps;
  private long seats;
  private long nanos;

  /** Executes a graph. Closes it in the end. */
  public SequenceExecutor(SequenceGraph graph) {
    this.graph = graph;
    this.layout = graph.layout();
  }

  @Override
  public StateLayout layout() {
    return layout;
  }

  @Override
  public void add(Passage passage) {
    if (passage.tokens() == null) {
      throw new IllegalArgumentException("a sequence graph reads tokens only");
    }
    inFlight++;
    if (passage.enter(layout)) {
      waiting.add(passage);
    }
  }

  @Override
  public int inFlight() {
    return inFlight;
  }

  @Override
  public void advance(int stepsMax) {
    if (!waiting.isEmpty()) {
      run(waiting.nextBatch(graph.rowsMax()));
    }
  }

  @Override
  public StageStatistics statistics() {
    return new StageStatistics(runs, steps, seats, nanos);
  }

  @Override
  public void close() {
    graph.close();
  }

  /** Reads a batch. Passages without tokens end as they are: the graph would empty their states. */
  private void run(List<Passage> all) {
    List<Passage> batch = all.stream().filter(passage -> passage.length() > 0).toList();
    if (!batch.isEmpty()) {
      read(batch);
    }
    all.forEach(this::leave);
  }

  private void read(List<Passage> batch) {
    int[][] tokens = new int[batch.size()][];
    float[][] states = new float[batch.size()][];
    int longest = 0;
    for (int row = 0; row < tokens.length; row++) {
      Passage passage = batch.get(row);
      tokens[row] = Objects.requireNonNull(passage.tokens());
      states[row] = passage.states();
      steps += tokens[row].length;
      longest = Math.max(longest, tokens[row].length);
    }
    long start = System.nanoTime();
    graph.run(tokens, states, tokens.length);
    nanos += System.nanoTime() - start;
    runs++;
    seats += (long) longest * tokens.length;
  }

  private void leave(Passage passage) {
    inFlight--;
    Passage follower = passage.finish(layout);
    if (follower != null) {
      waiting.add(follower);
    }
  }
}
