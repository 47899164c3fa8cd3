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
import org.jspecify.annotations.Nullable;

/**
 * Scores each review with its user's memory as all that came before left it, though much of that
 * may still be in flight. Each review leaves in its turn, and only then is its memory kept. Knows
 * no Flink. Used by one thread.
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
   * Scoring that keeps the users' memories in the heap, for as long as it lives.
   *
   * @param model closed by who opened it
   * @param sentiments where the answers go
   */
  public static Scoring inHeap(
      Model model, SentimentSettings settings, Consumer<Sentiment> sentiments) {
    return over(new HeapMemories(), model, settings, sentiments);
  }

  /** Scoring outside of a job, over some memories. */
  static Scoring over(
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
  public PendingElement admit(UserEvent event, @Nullable PendingElement last) throws Exception {
    if (event instanceof EmbeddedReview review) {
      MetMemory met = met(review.origin(), last);
      var task = ReviewTask.ofReadout(review.readout(), met.states(), met.task());
      return score(ScoredReview.of(review), task, met, review.ids());
    }
    if (event instanceof TokenizedReview review) {
      MetMemory met = met(review.origin(), last);
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
   * Takes events in, in the order of their stream, and lets all of them leave.
   *
   * @param events with nothing else in flight
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
   * What would be said of a review if it came now; nothing of it is kept, and nobody else is told.
   *
   * @param review tokenized or embedded, with nothing else in flight
   */
  public Sentiment preview(ReviewEvent review) throws Exception {
    if (!(admit(review, null) instanceof UnderWay look)) {
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

  /** Compares the models that wrote a checkpoint with this one; none wrote a new job's. */
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
    StageStatistics token = engine.tokenStatistics();
    StageStatistics review = engine.reviewStatistics();
    return new StageStatistics(
        token.runs() + review.runs(),
        token.rows() + review.rows(),
        token.seats() + review.seats(),
        token.nanos() + review.nanos());
  }

  @Override
  public void close() {
    engine.close();
  }

  private MetMemory met(Origin review, @Nullable PendingElement last) throws Exception {
    if (last == null) {
      MetMemory met = memory.recall(review);
      return met.isUnread() ? reread(met) : met;
    }
    MetMemory afterTombstone = MetMemory.NONE;
    return memory.follow(last instanceof UnderWay before ? before.left : afterTombstone, review);
  }

  /** Has the user's last reviews read before the one that came, as if he had just sent them. */
  private MetMemory reread(MetMemory met) {
    ReviewTask last = null;
    for (int[] ids : met.recent().reviews()) {
      last = ReviewTask.ofTokens(ids, null, last);
      engine.add(last);
    }
    return met.read(Objects.requireNonNull(last, "a memory to be read has reviews"));
  }

  /**
   * @param ids of the review, where they are at hand
   */
  private PendingElement score(
      ScoredReview review, ReviewTask task, MetMemory met, int @Nullable [] ids) {
    engine.add(task);
    return new UnderWay(
        review, task, met, ids == null ? RecentReviews.NONE : memory.recent(met, ids));
  }

  /** A review that is being scored. */
  private final class UnderWay implements PendingElement {

    private final ScoredReview review;
    private final ReviewTask task;
    private final int remembered;

    /** The memory that this review leaves to the user's next one. */
    private final MetMemory left;

    UnderWay(ScoredReview review, ReviewTask task, MetMemory met, RecentReviews kept) {
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
