package io.undertone.operator.score;

/**
 * A user's memory in the keyed state.
 *
 * @param timer when this user's one timer fires, in event time; {@value #NO_TIMER} for none
 */
record Kept(MemoryRow row, long timer) {

  static final long NO_TIMER = Long.MIN_VALUE;
}
