package io.undertone.operator.score;

import io.undertone.cell.Model;
import io.undertone.event.Sentiment;
import io.undertone.operator.settings.SentimentSettings;
import java.util.HexFormat;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A user's memory as somebody outside may read it in a savepoint: the door to what {@code
 * ScoreReviews} keeps. A memory that is read here is never written back.
 *
 * @param user whose it is
 * @param fingerprint the first 16 digits of the state fingerprint of the model that wrote it
 * @param remembered reviews that made it what it is
 * @param seenLast the latest timestamp among them, in epoch milliseconds
 * @param written when it was written by the machine's clock, in epoch milliseconds; null where
 *     memories are kept for ever, since Flink notes no time then
 * @param states [memoryLayout.width] the user-scoped states
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record KeptMemory(
    String user,
    String fingerprint,
    int remembered,
    long seenLast,
    @Nullable Long written,
    float[] states) {

  /** The step that keeps memories. */
  public static final String STEP = "score-reviews";

  /** The state of it that holds them: one value a user. */
  public static final String STATE = "memory";

  /**
   * What a savepoint holds of a user.
   *
   * @param stored a value of {@link #STATE}
   * @param written when it was written, where Flink noted it
   */
  public static KeptMemory of(String user, Object stored, @Nullable Long written) {
    UserMemory kept = (UserMemory) stored;
    return new KeptMemory(
        user,
        UserMemory.hex(kept.fingerprint()),
        kept.remembered(),
        kept.seenLast(),
        written,
        kept.states());
  }

  /**
   * Scoring that meets the memories it is given, and leaves them as they were.
   *
   * @param model closed by who opened it
   * @param known what is remembered of a user; null for nobody
   * @param sentiments where the answers go
   */
  public static Scoring scoring(
      Model model,
      SentimentSettings settings,
      Function<String, @Nullable KeptMemory> known,
      Consumer<Sentiment> sentiments) {
    return Scoring.over(new ReadOnly(known), model, settings, sentiments);
  }

  private UserMemory userMemory() {
    return new UserMemory(HexFormat.fromHexDigitsToLong(fingerprint), remembered, seenLast, states);
  }

  private record ReadOnly(Function<String, @Nullable KeptMemory> known) implements Memories {

    @Override
    public @Nullable UserMemory recall(String user) {
      KeptMemory memory = known.apply(user);
      return memory == null ? null : memory.userMemory();
    }

    @Override
    public void remember(String user, UserMemory memory) {
      // what was read stays as it was
    }

    @Override
    public boolean forget(String user) {
      return false;
    }
  }
}
