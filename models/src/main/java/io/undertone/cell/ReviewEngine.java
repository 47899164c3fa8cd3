package io.undertone.cell;

import io.undertone.model.Scope;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Takes reviews from tokens, or from a readout, to logits: through the token stage, the review
 * stage and the head. The token stage is opened when the first review needs it. The engine does not
 * know users: each task says which review it follows. Used by one thread.
 */
public final class ReviewEngine implements AutoCloseable {

  /**
   * Review stage and head cost as much for one row as for many. So they run when one review for
   * every eight slots has been read; while draining, when one for every slot has.
   */
  private static final int GATHER_SHARE = 8;

  private final Model model;
  private final EngineSettings settings;
  private final int gathered;

  /**
   * Whether a user's next review is read only after the one before it: because the token cell
   * remembers users, or because there is no review cell, which would put the reviews in order.
   */
  private final boolean readInOrder;

  /** What ends a review: one token, or none. */
  private final int[] endOfReview;

  private final Head head;
  private final @Nullable StageExecutor reviewStage;
  private @Nullable StageExecutor tokenStage;

  /**
   * Reviews that have been read and wait for the head, in no order. Where there is a review cell,
   * each has a passage in the review stage.
   */
  private final List<ReviewTask> ready = new ArrayList<>();

  private final ArrayDeque<ReviewTask> justRead = new ArrayDeque<>();

  /** Reviews that were read sooner than the same user's review before them. */
  private final List<ReviewTask> early = new ArrayList<>();

  private int inFlight;

  /** Opens an engine over a model; closes all it opened, but not the model. */
  public ReviewEngine(Model model, EngineSettings settings) {
    this.model = model;
    this.settings = settings;
    this.gathered = Math.max(1, settings.slots() / GATHER_SHARE);
    Integer end = model.manifest().tokenizer().endOfReview();
    this.endOfReview = end == null ? new int[0] : new int[] {end};
    this.head = model.openHead(settings.slots());
    this.reviewStage = model.reviewLayout() == null ? null : model.openReviewStage(settings);
    this.readInOrder = reviewStage == null || model.tokenLayout().only(Scope.USER).width() > 0;
  }

  /** Reviews that were added and have not finished. */
  public int inFlight() {
    return inFlight;
  }

  /** Takes a review in. It waits until {@link #advance} or {@link #drain}. */
  public void add(ReviewTask task) {
    task.enter(() -> leave(task));
    inFlight++;
    if (task.wasRead()) {
      justRead.add(task);
    } else {
      read(task, tokenRow(task));
    }
  }

  /** Steps until at least one more review has finished; nothing if none is in flight. */
  public void advance() {
    int before = inFlight;
    while (inFlight == before && inFlight > 0) {
      turn(gathered);
    }
  }

  /**
   * Steps a little, and scores at once what has been read: no review waits until more have
   * gathered.
   */
  public void step() {
    if (tokenStage != null) {
      tokenStage.step();
    }
    remember();
    score();
  }

  /** Steps until none is in flight. */
  public void drain() {
    while (inFlight > 0) {
      turn(settings.slots());
    }
  }

  /** What the token stage has done. */
  public StageStatistics tokenStatistics() {
    return tokenStage == null ? StageStatistics.NONE : tokenStage.statistics();
  }

  /** What the review stage has done. */
  public StageStatistics reviewStatistics() {
    return reviewStage == null ? StageStatistics.NONE : reviewStage.statistics();
  }

  @Override
  public void close() {
    head.close();
    if (reviewStage != null) {
      reviewStage.close();
    }
    if (tokenStage != null) {
      tokenStage.close();
    }
  }

  /** Sends a review into the token stage, which starts from this row. */
  private void read(ReviewTask task, float[] row) {
    ReviewTask previous = task.previous();
    Passage passage =
        Passage.ofTokens(
            task.tokens(),
            row,
            previous == null || !readInOrder ? null : previous.tokenPassage(),
            () -> finishReading(task, row));
    task.reading(passage);
    tokenStage().add(passage.keeping(task.prefixes()));
  }

  private void finishReading(ReviewTask task, float[] states) {
    task.read(model.readout(states));
    justRead.add(task);
  }

  private StageExecutor tokenStage() {
    if (tokenStage == null) {
      tokenStage = model.openTokenStage(settings);
    }
    return tokenStage;
  }

  /** Reads until so many reviews have gathered, or all; then remembers and scores them. */
  private void turn(int gather) {
    StageExecutor stage = tokenStage;
    while (stage != null && stage.inFlight() > 0 && justRead.size() < gather) {
      stage.advance();
    }
    remember();
    score();
  }

  /** Runs what was read through the review stage, each user's reviews in order. */
  private void remember() {
    justRead.addAll(early);
    early.clear();
    while (!justRead.isEmpty()) {
      ReviewTask task = justRead.remove();
      if (reviewStage == null) {
        ready.add(task);
      } else if (task.mayRemember()) {
        remember(reviewStage, task);
        ready.add(task);
      } else {
        early.add(task);
      }
    }
    if (reviewStage != null) {
      reviewStage.drain();
    }
  }

  private void remember(StageExecutor stage, ReviewTask task) {
    ReviewTask previous = task.previous();
    Passage passage =
        Passage.ofInput(
            task.readout(),
            task.rowBefore(stage.layout(), model.memoryLayout()),
            previous == null ? null : previous.reviewPassage());
    task.remembering(passage);
    stage.add(passage);
  }

  private void score() {
    for (int start = 0; start < ready.size(); start += head.rowsMax()) {
      score(ready.subList(start, Math.min(ready.size(), start + head.rowsMax())));
    }
    ready.clear();
  }

  private void score(List<ReviewTask> rows) {
    for (int row = 0; row < rows.size(); row++) {
      head.load(row, rows.get(row).readout(), rows.get(row).reviewStates());
    }
    head.run(rows.size());
    for (int row = 0; row < rows.size(); row++) {
      finish(rows.get(row), head.logits(row));
    }
  }

  private void finish(ReviewTask task, float[] logits) {
    if (task.prefixes().count() > 0) {
      explain(task, task.prefixes(), task.memoryMet());
    }
    task.finish(logits, memoryAfter(task), model.layout().nats(task.tokenStates()));
  }

  /** Counts a review out, once its own logits and those of all its prefixes are there. */
  private void leave(ReviewTask review) {
    inFlight -= review.finished() ? 1 : 0;
  }

  /**
   * Reads and scores each prefix as a review of its own; they step together, as reviews do. One
   * whose row was kept on the way only has to read the end of review.
   */
  private void explain(ReviewTask review, Prefixes prefixes, float @Nullable [] memoryMet) {
    for (int i = 0; i < prefixes.count(); i++) {
      int prefix = i;
      float[] row = prefixes.takeRow(prefix);
      ReviewTask alone =
          ReviewTask.ofTokens(
              row == null ? ended(review.tokens(), prefixes.length(prefix)) : endOfReview,
              memoryMet,
              null);
      alone.enter(
          () -> {
            prefixes.score(prefix, alone.logits());
            leave(review);
          });
      read(alone, row == null ? tokenRow(alone) : row);
    }
  }

  private int[] ended(int[] tokens, int length) {
    return IntStream.concat(Arrays.stream(tokens, 0, length), Arrays.stream(endOfReview)).toArray();
  }

  private float[] tokenRow(ReviewTask task) {
    return task.rowBefore(model.tokenLayout(), model.memoryLayout());
  }

  private float[] memoryAfter(ReviewTask task) {
    float[] memory = new float[model.memoryLayout().width()];
    copy(task.tokenStates(), model.tokenLayout(), memory);
    copy(task.reviewStates(), model.reviewLayout(), memory);
    return memory;
  }

  private void copy(float @Nullable [] row, @Nullable StateLayout layout, float[] memory) {
    if (row != null && layout != null) {
      layout.copy(row, model.memoryLayout(), memory);
    }
  }
}
