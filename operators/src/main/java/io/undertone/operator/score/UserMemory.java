package io.undertone.operator.score;

import java.util.HexFormat;

/**
 * The memory of one user.
 *
 * @param fingerprint the first 64 bits of the state fingerprint of the model that wrote it
 * @param remembered number of reviews in the memory
 * @param seenLast their newest timestamp, in epoch milliseconds
 * @param states [memoryLayout.width] the user-scoped states; never written to
 * @param recent the last of the reviews, if they are kept for another model
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record UserMemory(
    long fingerprint, int remembered, long seenLast, float[] states, RecentReviews recent) {

  private static final int PREFIX_DIGITS = 16;

  /** A memory without last reviews. */
  UserMemory(long fingerprint, int remembered, long seenLast, float[] states) {
    this(fingerprint, remembered, seenLast, states, RecentReviews.NONE);
  }

  /** The first 64 bits of a manifest's state fingerprint. */
  static long prefix(String stateFingerprint) {
    return HexFormat.fromHexDigitsToLong(stateFingerprint, 0, PREFIX_DIGITS);
  }

  /** The prefix in hexadecimal. */
  static String hex(long prefix) {
    return HexFormat.of().toHexDigits(prefix);
  }
}
