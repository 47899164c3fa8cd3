package io.undertone.job.command;

import io.undertone.cell.EngineSettings;
import io.undertone.cell.Model;
import io.undertone.cell.ReviewEngine;
import io.undertone.cell.ReviewTask;
import io.undertone.event.Origin;
import io.undertone.event.Sentiment;
import io.undertone.event.TextPieces;
import io.undertone.operator.Remembering.Memory;
import io.undertone.operator.SentimentSettings;
import io.undertone.operator.score.Verdict;
import io.undertone.operator.score.Verdict.Reading;
import io.undertone.text.Pieces;
import io.undertone.text.Tokens;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The engine with the users' memories in a map: what classify needs of a job. Single-threaded. */
final class Classifier implements AutoCloseable {

  private final Model model;
  private final ReviewEngine engine;
  private final Verdict verdict;
  private final int tokensMax;
  private final boolean explained;
  private final boolean carries;
  private final Map<String, Remembered> users = new HashMap<>();

  Classifier(Model model, SentimentSettings settings) {
    EngineSettings slots = settings.batching().engine();
    this.model = model;
    this.engine = new ReviewEngine(model, slots);
    this.verdict = new Verdict(model.manifest());
    this.explained = settings.explained();
    this.tokensMax =
        settings.tokensMax() == SentimentSettings.MODELS_OWN
            ? model.manifest().tokenizer().tokensMax()
            : settings.tokensMax();
    this.carries =
        settings.remembering().memory() == Memory.CARRY && model.memoryLayout().width() > 0;
  }

  /** What the model says of some reviews, in their order. */
  List<Sentiment> classify(List<UserLine> reviews) {
    List<InFlight> batch = new ArrayList<>();
    for (UserLine review : reviews) {
      batch.add(start(review));
    }
    engine.drain();
    batch.forEach(InFlight::settle);
    return batch.stream().map(this::finish).toList();
  }

  @Override
  public void close() {
    engine.close();
  }

  private InFlight start(UserLine review) {
    Tokens tokens = model.tokenizer().tokenize(review.text(), tokensMax);
    TextPieces pieces = explained ? pieces(review.text(), tokens) : null;
    Remembered user =
        carries ? users.computeIfAbsent(review.user(), name -> new Remembered()) : null;
    ReviewTask task =
        ReviewTask.ofTokens(
            tokens.ids(), user == null ? null : user.memory, user == null ? null : user.last);
    if (pieces != null) {
      task.explained(pieces.tokens());
    }
    engine.add(task);
    int remembered = user == null ? 0 : user.follow(task);
    Reading reading = new Reading(tokens.ids().length, tokens.truncated(), pieces);
    return new InFlight(review, reading, task, user, remembered);
  }

  private TextPieces pieces(String text, Tokens tokens) {
    Pieces pieces = model.tokenizer().pieces(text, tokens.ids());
    return new TextPieces(pieces.text(), pieces.ends(), pieces.tokens());
  }

  private Sentiment finish(InFlight review) {
    Origin origin =
        new Origin(
            String.valueOf(review.line.number()),
            review.line.user(),
            System.currentTimeMillis(),
            null);
    return verdict.of(origin, review.task, review.reading, review.remembered);
  }

  private record InFlight(
      UserLine line, Reading reading, ReviewTask task, @Nullable Remembered user, int remembered) {

    void settle() {
      if (user != null) {
        user.settle();
      }
    }
  }

  /** What is known of one user. */
  private static final class Remembered {

    private float @Nullable [] memory;
    private @Nullable ReviewTask last;
    private int reviews;

    /** Notes the user's newest review; gives how many came before it. */
    private int follow(ReviewTask task) {
      last = task;
      return reviews++;
    }

    private void settle() {
      if (last != null) {
        memory = last.memory();
        last = null;
      }
    }
  }
}
