package io.undertone.job.local;

import java.util.Locale;

/** Numbers of things, as people say them. */
public final class Counted {

  private Counted() {}

  /** Such as {@code 1 review} or {@code 1,204 reviews}. */
  public static String of(long count, String noun) {
    return String.format(Locale.ROOT, "%,d %s%s", count, noun, count == 1 ? "" : "s");
  }
}
