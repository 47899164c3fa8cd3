package io.undertone.cell;

import org.jspecify.annotations.Nullable;

/**
 * Cellular batching. Up to B passages step together, one a slot; rows 0 to {@code rows − 1} are
 * taken. When a passage ends, its user's next one follows in the same slot, else the longest that
 * waits takes the slot, else the last row moves into it: no step is spent on padding or on an empty
 * slot.
 */
public final class CellExecutor implements StageExecutor {

  private final StepGraph graph;
  private final StateLayout layout;
  private final WaitingRoom waiting = new WaitingRoom(Passage::chainLength);
  private final @Nullable Passage[] seated;
  private final int[] taken;
  private final int[] tokens;
  private int rows;
  private int inFlight;
  private long runs;
  private long steps;
  private long nanos;

  /** Executes a graph, with as many slots as it has rows. Closes it in the end. */
  public CellExecutor(StepGraph graph) {
    this.graph = graph;
    this.layout = graph.layout();
    this.seated = new Passage[graph.rowsMax()];
    this.taken = new int[graph.rowsMax()];
    this.tokens = new int[graph.rowsMax()];
  }

  @Override
  public StateLayout layout() {
    return layout;
  }

  @Override
  public void add(Passage passage) {
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
    while (rows < seated.length && !waiting.isEmpty()) {
      seat(waiting.next(), rows++);
    }
    int left = stepsMax;
    for (int before = inFlight; inFlight == before && rows > 0 && left > 0; ) {
      int times = Math.min(left, stepsToNextStop());
      step(times);
      stop();
      left -= times;
    }
  }

  @Override
  public StageStatistics statistics() {
    return new StageStatistics(runs, steps, runs * seated.length, nanos);
  }

  @Override
  public void close() {
    graph.close();
  }

  private int stepsToNextStop() {
    int fewest = Integer.MAX_VALUE;
    for (int row = 0; row < rows; row++) {
      fewest = Math.min(fewest, inRow(row).nextStop() - taken[row]);
    }
    return fewest;
  }

  private void step(int times) {
    long start = System.nanoTime();
    for (int time = 0; time < times; time++) {
      for (int row = 0; row < rows; row++) {
        int[] ids = inRow(row).tokens();
        if (ids != null) {
          tokens[row] = ids[taken[row]];
        }
        taken[row]++;
      }
      graph.step(tokens, rows);
    }
    nanos += System.nanoTime() - start;
    runs += times;
    steps += (long) times * rows;
  }

  /**
   * Saves every row that has come to a stop, and refills or closes those that have ended. Goes from
   * the last row to the first: a row that is moved down was looked at before.
   */
  private void stop() {
    for (int row = rows - 1; row >= 0; row--) {
      Passage passage = inRow(row);
      if (taken[row] < passage.nextStop()) {
        continue;
      }
      if (passage.prefixes().keepsNext()) {
        float[] prefix = new float[layout.width()];
        graph.save(row, prefix);
        passage.prefixes().keep(prefix);
      } else {
        graph.save(row, passage.states());
        inFlight--;
        refill(row, passage.finish(layout));
      }
    }
  }

  private void refill(int row, @Nullable Passage follower) {
    if (follower != null) {
      seat(follower, row);
    } else if (!waiting.isEmpty()) {
      seat(waiting.next(), row);
    } else {
      compact(row);
    }
  }

  private void seat(Passage passage, int row) {
    seated[row] = passage;
    taken[row] = 0;
    graph.load(row, passage.states());
    float[] x = passage.input();
    if (x != null) {
      graph.input(row, x);
    }
  }

  private void compact(int row) {
    int last = --rows;
    if (row != last) {
      graph.move(last, row);
      seated[row] = seated[last];
      taken[row] = taken[last];
    }
    seated[last] = null;
  }

  private Passage inRow(int row) {
    Passage passage = seated[row];
    if (passage == null) {
      throw new IllegalStateException("row " + row + " of " + rows + " is empty");
    }
    return passage;
  }
}
