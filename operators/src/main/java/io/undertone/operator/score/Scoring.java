package io.undertone.operator.score;

import io.undertone.cell.Model;
import io.undertone.cell.ReviewEngine;
import io.undertone.cell.ReviewTask;
import io.undertone.cell.StageStatistics;
import io.undertone.event.EmbeddedReview;
import io.undertone.event.ForgetUser;
import io.undertone.event.Origin;
import io.undertone.event.Sentiment;
import io.undertone.event.TokenizedReview;
import io.undertone.event.UserEvent;
import io.undertone.operator.batch.Arrival;
import io.undertone.operator.batch.Engine;
import io.undertone.operator.score.MemoryCounts.Event;
import io.undertone.operator.settings.Remembering;
import io.undertone.operator.settings.SentimentSettings;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who remembers what. Each review meets its user's memory as all that came before left it, though
 * much of that may be in flight still; each leaves in its turn, and only then is its memory kept.
 * Knows no Flink. Used by one thread.
 */
public final class Scoring implements Engine {

  private final ReviewEngine engine;
  private final Verdict verdict;
  private final Recollection recollection;
  private final Memories memories;
  private final MemoryCounts counts;
  private final Tombstones tombstones = new Tombstones(System::nanoTime);
  private final boolean carries;
  private final long fingerprint;
  private final Consumer<Sentiment> sentiments;

  /**
   * @param engine closed with this
   * @param sentiments where the answers go
   */
  Scoring(
      Model model,
      ReviewEngine engine,
      Remembering remembering,
      Memories memories,
      MemoryCounts counts,
      Consumer<Sentiment> sentiments) {
    this.engine = engine;
    this.verdict = new Verdict(model.manifest());
    this.carries = carries(model, remembering);
    this.recollection = new Recollection(model, remembering, memories, counts);
    this.memories = memories;
    this.counts = counts;
    this.fingerprint = MemoryRow.prefix(model.manifest().stateFingerprint());
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
    return new Scoring(
        model,
        new ReviewEngine(model, settings.batching().engine()),
        settings.remembering(),
        new HeapMemories(),
        new MemoryCounts(),
        sentiments);
  }

  /** Whether anything is kept of users: the model has a memory, and it is to be carried on. */
  static boolean carries(Model model, Remembering remembering) {
    return remembering.memory() == Remembering.Memory.CARRY && model.memoryLayout().width() > 0;
  }

  /**
   * Takes an event in, in the order of its user's stream. What arrived leaves when it has finished,
   * a user's in the order of arrival.
   *
   * @param last what arrived last of this user, if that has not left; else null
   */
  public Arrival arrive(UserEvent event, @Nullable Arrival last) throws Exception {
    if (event instanceof EmbeddedReview review) {
      Before before = before(review.origin(), (InFlight) last);
      var task = ReviewTask.ofReadout(review.readout(), before.states(), before.task());
      return score(ScoredReview.of(review), task, before);
    }
    if (event instanceof TokenizedReview review) {
      Before before = before(review.origin(), (InFlight) last);
      var task = ReviewTask.ofTokens(review.tokens(), before.states(), before.task());
      if (review.pieces() != null) {
        task.explained(review.pieces().tokens());
      }
      return score(ScoredReview.of(review), task, before);
    }
    if (event instanceof ForgetUser forget) {
      return new Forgetting(forget.userId());
    }
    throw new IllegalArgumentException(
        "Scoring: expected an embedded or a tokenized review, found %s. Tokenize it first."
            .formatted(event));
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

  private Before before(Origin origin, @Nullable InFlight last) throws Exception {
    if (!carries) {
      return Before.FRESH;
    }
    return last == null
        ? recollection.recall(origin.userId(), origin.timestamp())
        : recollection.follow(last.before(), origin.timestamp());
  }

  private Arrival score(ScoredReview review, ReviewTask task, Before before) {
    engine.add(task);
    return new UnderWay(review, task, before);
  }

  /** An event that came in and has not left. */
  private interface InFlight extends Arrival {

    /** What the user's next review meets. */
    Before before();
  }

  /** A review that is being scored. */
  private final class UnderWay implements InFlight {

    private final ScoredReview review;
    private final ReviewTask task;
    private final int remembered;
    private final long seenLast;

    UnderWay(ScoredReview review, ReviewTask task, Before before) {
      this.review = review;
      this.task = task;
      this.remembered = before.remembered();
      this.seenLast = Math.max(before.seenLast(), review.origin().timestamp());
    }

    @Override
    public Before before() {
      return new Before(null, task, remembered + 1, seenLast);
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
      if (carries) {
        var row = new MemoryRow(fingerprint, remembered + 1, seenLast, task.memory());
        memories.remember(user(), row);
      }
      sentiments.accept(verdict.of(review, task, remembered));
    }
  }

  /** A user who is being forgotten. */
  private final class Forgetting implements InFlight {

    private final String user;

    Forgetting(String user) {
      this.user = user;
    }

    @Override
    public Before before() {
      return Before.FRESH;
    }

    @Override
    public String user() {
      return user;
    }

    @Override
    public boolean finished() {
      return true;
    }

    @Override
    public void leave() throws Exception {
      if (!carries) {
        return; // nobody is remembered
      }
      boolean found = memories.forget(user);
      counts.count(found ? Event.FORGOTTEN : Event.FOUND_NOBODY);
      if (!found) {
        tombstones.foundNobody(user);
      }
    }
  }
}
