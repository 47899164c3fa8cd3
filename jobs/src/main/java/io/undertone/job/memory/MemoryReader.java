package io.undertone.job.memory;

import io.undertone.cell.ModelLease;
import io.undertone.event.Origin;
import io.undertone.event.Review;
import io.undertone.event.Sentiment;
import io.undertone.operator.score.KeptMemory;
import io.undertone.operator.score.Scoring;
import io.undertone.operator.settings.SentimentSettings;
import io.undertone.operator.tokenize.ReviewEncoder;
import io.undertone.operator.tokenize.ScriptCounts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Scores one text with one model, for users with their memories and for an unknown user.
 * Single-threaded.
 */
final class MemoryReader implements AutoCloseable {

  /**
   * Neutral texts, in the languages of the bundles that ship. The one with the lowest score is
   * used, since a model may find some of them less neutral than others.
   */
  static final List<String> NEUTRAL =
      List.of(
          "It was okay.",
          "This is a book.",
          "There are two of them.",
          "The film is two hours long.",
          "We went there on a Sunday.",
          "It came with a cable and a manual.",
          "It does what it says.",
          "Some parts are good, some parts are not.",
          "Mixed feelings.",
          "Average.",
          "这是一本书。",
          "有两个。",
          "我周日去的。",
          "还可以。",
          "有好有坏。",
          "");

  private final ModelLease lease;
  private final List<String> labels;
  private final ReviewEncoder encoder;
  private final Scoring scoring;
  private final Map<String, KeptMemory> known = new HashMap<>();
  private final List<Sentiment> sentiments = new ArrayList<>();
  private final boolean neutral;
  private final String text;
  private final Sentiment fresh;

  /** The script of the text, if the model does not know it. */
  private final @Nullable String strange;

  /**
   * @param lease closed with this
   * @param given the text; null for the neutral one with the lowest score
   */
  MemoryReader(ModelLease lease, SentimentSettings settings, @Nullable String given)
      throws Exception {
    this.lease = lease;
    this.labels = lease.model().manifest().labels();
    this.encoder = new ReviewEncoder(lease.model(), settings);
    this.scoring = Scoring.overKept(lease.model(), settings, known::get, sentiments::add);
    this.neutral = given == null && !labels.isEmpty();
    ScriptCounts scripts = new ScriptCounts(lease.model());
    List<String> texts =
        given == null
            ? NEUTRAL.stream().filter(each -> scripts.add(each) == null).toList()
            : List.of(given);
    List<Sentiment> answers = say(texts.stream().map(each -> review(each, 0, each)).toList());
    int chosen = 0;
    for (int each = 1; each < texts.size() && !labels.isEmpty(); each++) {
      if (answers.get(each).score() < answers.get(chosen).score()) {
        chosen = each;
      }
    }
    this.text = texts.get(chosen);
    this.fresh = answers.get(chosen);
    this.strange = scripts.add(text);
  }

  /** The model, and its answer to the text without memory. */
  String summary() {
    return "%s. Of \"%s\"%s it says %s where nobody is remembered.%s"
        .formatted(
            lease.model().manifest().id(),
            text,
            neutral ? ", the neutral text it is least decided about," : "",
            MemoryTable.says(fresh),
            strange == null
                ? ""
                : " That text is in %s, a script that the model does not know, so the answers mean nothing: give a --text in its language, '%s'."
                    .formatted(strange, lease.model().manifest().language()));
  }

  /** The answers to the text with these memories, in their order. */
  List<MemoryEffect> effects(List<KeptMemory> memories) throws Exception {
    known.clear();
    memories.forEach(memory -> known.put(memory.user(), memory));
    List<Sentiment> answers =
        say(memories.stream().map(each -> review(each.user(), each.seenLast(), text)).toList());
    List<MemoryEffect> effects = new ArrayList<>();
    for (int each = 0; each < answers.size(); each++) {
      effects.add(new MemoryEffect(memories.get(each), labels, text, answers.get(each), fresh));
    }
    return effects;
  }

  @Override
  public void close() {
    scoring.close();
    lease.close();
  }

  private static Review review(String user, long timestamp, String text) {
    return new Review(new Origin("neutral", user, timestamp, null), text);
  }

  /** Answers reviews, each of another user. */
  private List<Sentiment> say(List<Review> reviews) throws Exception {
    sentiments.clear();
    scoring.run(reviews.stream().map(encoder::encode).toList());
    return List.copyOf(sentiments);
  }
}
