package io.undertone.operator.score;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A user's memory as it is read from a savepoint: the public API to the state of {@code
 * ScoreReviews}. It is never written back.
 *
 * @param user the user's id
 * @param fingerprint the first 16 digits of the state fingerprint of the model that wrote it
 * @param remembered number of reviews in the memory
 * @param seenLast their newest timestamp, in epoch milliseconds
 * @param written when it was written, in processing time, in epoch milliseconds; null if memories
 *     are kept for ever, since Flink stores no time then
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

  /** The state of {@link ScoreReviews#STEP} that holds them: one value per user. */
  public static final String STATE = "memory";

  /**
   * A user's memory from a savepoint.
   *
   * @param stored a value of {@link #STATE}
   * @param written when it was written, if Flink has stored it
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

  UserMemory userMemory() {
    return new UserMemory(HexFormat.fromHexDigitsToLong(fingerprint), remembered, seenLast, states);
  }
}
