package io.undertone.job.local;

import java.util.Locale;

/** Numbers of things, as people say them. */
public final class Counted {

  /** Of many faults of an input, the first so many are named; the rest are counted. */
  public static final int NAMED_MAX = 5;

  private Counted() {}

  /** Such as {@code 1 review} or {@code 1,204 reviews}. */
  public static String of(long count, String noun) {
    return String.format(Locale.ROOT, "%,d %s%s", count, noun, count == 1 ? "" : "s");
  }
}
