package io.undertone.text;

/** Turns text into byte pairs' ids. Thread-safe. */
interface Encoder {

  /** The first ids of a text, at most so many. */
  int[] encode(String text, int idsMax);
}
