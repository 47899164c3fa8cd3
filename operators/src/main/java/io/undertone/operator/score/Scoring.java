package io.undertone.operator.score;

import io.undertone.cell.Model;
import io.undertone.cell.ReviewEngine;
import io.undertone.cell.ReviewTask;
import io.undertone.cell.StageStatistics;
import io.undertone.event.EmbeddedReview;
import io.undertone.event.ForgetUser;
import io.undertone.event.Origin;
import io.undertone.event.ReviewEvent;
import io.undertone.event.Sentiment;
import io.undertone.event.TokenizedReview;
import io.undertone.event.UserEvent;
import io.undertone.operator.batch.Engine;
import io.undertone.operator.batch.PassThrough;
import io.undertone.operator.batch.PendingElement;
import io.undertone.operator.settings.SentimentSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Scores each review with the memory that its user's earlier reviews leave, even if those are still
 * in flight. A review's memory is stored when the review leaves, in the order of its user's stream.
 * Knows no Flink. Used by one thread.
 */
public final class Scoring implements Engine {

  private final ReviewEngine engine;
  private final Verdict verdict;
  private final MemoryRules memory;
  private final Consumer<Sentiment> sentiments;

  /**
   * @param engine closed with this
   * @param sentiments where the answers go
   */
  Scoring(Model model, ReviewEngine engine, MemoryRules memory, Consumer<Sentiment> sentiments) {
    this.engine = engine;
    this.verdict = new Verdict(model.manifest());
    this.memory = memory;
    this.sentiments = sentiments;
  }

  /**
   * Scoring with the users' memories in the heap.
   *
   * @param model closed by the caller
   * @param sentiments where the answers go
   */
  public static Scoring inHeap(
      Model model, SentimentSettings settings, Consumer<Sentiment> sentiments) {
    return over(new HeapMemories(), model, settings, sentiments);
  }

  /**
   * Scoring over the memories of a savepoint, which it does not change.
   *
   * @param model closed by the caller
   * @param known gives a user's memory; null if there is none
   * @param sentiments where the answers go
   */
  public static Scoring overKept(
      Model model,
      SentimentSettings settings,
      Function<String, @Nullable KeptMemory> known,
      Consumer<Sentiment> sentiments) {
    return over(new KeptMemories(known), model, settings, sentiments);
  }

  /** Scoring outside of a job, over some memories. */
  private static Scoring over(
      Memories memories, Model model, SentimentSettings settings, Consumer<Sentiment> sentiments) {
    return new Scoring(
        model,
        new ReviewEngine(model, settings.batching().engine()),
        new MemoryRules(model, settings.remembering(), memories, new MemoryCounts()),
        sentiments);
  }

  /**
   * Admits an event, in the order of its user's stream. Its element leaves when it has finished, a
   * user's elements in arrival order.
   *
   * @param last the user's element before, if that has not left; else null
   */
  PendingElement admit(UserEvent event, @Nullable PendingElement last) throws Exception {
    if (event instanceof EmbeddedReview review) {
      InitialMemory met = met(review.origin(), last);
      var task = ReviewTask.ofReadout(review.readout(), met.states(), met.task());
      return score(ScoredReview.of(review), task, met, review.ids());
    }
    if (event instanceof TokenizedReview review) {
      InitialMemory met = met(review.origin(), last);
      var task = ReviewTask.ofTokens(review.tokens(), met.states(), met.task());
      if (review.pieces() != null) {
        task.explained(review.pieces().tokens());
      }
      return score(ScoredReview.of(review), task, met, review.tokens());
    }
    if (event instanceof ForgetUser forget) {
      return new PassThrough(forget.userId(), () -> memory.forget(forget.userId()));
    }
    throw new IllegalArgumentException(
        "Scoring: expected an embedded or a tokenized review, found %s. Tokenize it first."
            .formatted(event));
  }

  /**
   * Processes events in the order of their stream, until all have left.
   *
   * @param events nothing else may be in flight
   */
  public void run(List<? extends UserEvent> events) throws Exception {
    List<PendingElement> pending = new ArrayList<>();
    Map<String, PendingElement> last = new HashMap<>();
    for (UserEvent event : events) {
      PendingElement element = admit(event, last.get(event.userId()));
      pending.add(element);
      last.put(event.userId(), element);
    }
    while (engine.inFlight() > 0) {
      engine.advance();
    }
    for (PendingElement element : pending) {
      element.leave();
    }
  }

  /**
   * The answer that a review would get now; nothing of it is stored or emitted.
   *
   * @param review tokenized or embedded; nothing else may be in flight
   */
  public Sentiment preview(ReviewEvent review) throws Exception {
    if (!(admit(review, null) instanceof ReviewInFlight look)) {
      throw new IllegalStateException("a review is under way once it has arrived");
    }
    while (engine.inFlight() > 0) {
      engine.advance();
    }
    return verdict.of(look.review, look.task, look.remembered);
  }

  /** Whether anything is kept of users. */
  boolean carries() {
    return memory.carries();
  }

  /** Compares the models that wrote a checkpoint with this one. */
  void checkRestored(Iterable<String> written) {
    memory.checkRestored(written);
  }

  @Override
  public int inFlight() {
    return engine.inFlight();
  }

  @Override
  public void advance() {
    engine.advance();
  }

  @Override
  public void step() {
    engine.step();
  }

  @Override
  public StageStatistics statistics() {
    return engine.tokenStatistics().plus(engine.reviewStatistics());
  }

  @Override
  public void close() {
    engine.close();
  }

  private InitialMemory met(Origin review, @Nullable PendingElement last) throws Exception {
    if (last == null) {
      InitialMemory met = memory.recall(review);
      return met.isUnread() ? reread(met) : met;
    }
    InitialMemory afterTombstone = InitialMemory.NONE;
    return memory.follow(
        last instanceof ReviewInFlight before ? before.left : afterTombstone, review);
  }

  /** Adds the user's last reviews before the current one, as if they had just come. */
  private InitialMemory reread(InitialMemory met) {
    ReviewTask last = null;
    for (int[] ids : met.recent().reviews()) {
      last = ReviewTask.ofTokens(ids, null, last);
      engine.add(last);
    }
    return met.read(Objects.requireNonNull(last, "a memory to be read has reviews"));
  }

  /**
   * @param ids of the review, if they are known
   */
  private PendingElement score(
      ScoredReview review, ReviewTask task, InitialMemory met, int @Nullable [] ids) {
    engine.add(task);
    return new ReviewInFlight(
        review, task, met, ids == null ? RecentReviews.NONE : memory.recent(met, ids));
  }

  /** A review in flight. */
  private final class ReviewInFlight implements PendingElement {

    private final ScoredReview review;
    private final ReviewTask task;
    private final int remembered;

    /** The memory that this review leaves to the user's next one. */
    private final InitialMemory left;

    ReviewInFlight(ScoredReview review, ReviewTask task, InitialMemory met, RecentReviews kept) {
      this.review = review;
      this.task = task;
      this.remembered = met.remembered();
      this.left = met.with(task, review.origin().timestamp(), kept);
    }

    @Override
    public String user() {
      return review.origin().userId();
    }

    @Override
    public boolean finished() {
      return task.finished();
    }

    @Override
    public void leave() throws Exception {
      memory.keep(user(), left);
      sentiments.accept(verdict.of(review, task, remembered));
    }
  }
}
