package io.undertone.operator.score;

import java.util.HexFormat;

/**
 * What is kept of one user.
 *
 * @param fingerprint the first 64 bits of the state fingerprint of the model that wrote it
 * @param remembered reviews that made it what it is
 * @param seenLast the latest timestamp among them, in epoch milliseconds
 * @param states [memoryLayout.width] the user-scoped states; nobody writes to it
 * @param recent the last reviews among them, where they are kept for another model
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record UserMemory(
    long fingerprint, int remembered, long seenLast, float[] states, RecentReviews recent) {

  private static final int PREFIX_DIGITS = 16;

  /** A memory of which no last reviews are kept. */
  UserMemory(long fingerprint, int remembered, long seenLast, float[] states) {
    this(fingerprint, remembered, seenLast, states, RecentReviews.NONE);
  }

  /** The first 64 bits of a manifest's state fingerprint. */
  static long prefix(String stateFingerprint) {
    return HexFormat.fromHexDigitsToLong(stateFingerprint, 0, PREFIX_DIGITS);
  }

  /** The prefix as a person compares it. */
  static String hex(long prefix) {
    return HexFormat.of().toHexDigits(prefix);
  }
}
