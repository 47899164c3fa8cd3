package io.undertone.operator.score;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of one user.
 *
 * @param fingerprint the first 64 bits of the state fingerprint of the model that wrote it
 * @param remembered reviews that made it what it is
 * @param seenLast the latest timestamp among them, in epoch milliseconds
 * @param states [memoryLayout.width] the user-scoped states; nobody writes to it
 */
@SuppressWarnings("ArrayRecordComponent") // equality below compares the contents
record MemoryRow(long fingerprint, int remembered, long seenLast, float[] states) {

  private static final int PREFIX_DIGITS = 16;

  /** The first 64 bits of a manifest's state fingerprint. */
  static long prefix(String stateFingerprint) {
    return HexFormat.fromHexDigitsToLong(stateFingerprint, 0, PREFIX_DIGITS);
  }

  /** The prefix as a person compares it. */
  static String hex(long prefix) {
    return HexFormat.of().toHexDigits(prefix);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof MemoryRow that
        && fingerprint == that.fingerprint
        && remembered == that.remembered
        && seenLast == that.seenLast
        && Arrays.equals(states, that.states);
  }

  @Override
  public int hashCode() {
    return Objects.hash(fingerprint, remembered, seenLast, Arrays.hashCode(states));
  }

  @Override
  public String toString() {
    return "MemoryRow[%s, remembered %d, seen last %d, %d floats]"
        .formatted(hex(fingerprint), remembered, seenLast, states.length);
  }
}
