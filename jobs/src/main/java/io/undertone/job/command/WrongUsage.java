package io.undertone.job.command;

import java.util.function.Supplier;

/** Wrong options on the command line; the message says what is wrong. */
final class WrongUsage extends RuntimeException {

  private static final long serialVersionUID = 1L;

  WrongUsage(String message) {
    super(message);
  }

  /** Checks a number of things, of which there is at least one. */
  static void requireWithin(String option, int value, int max) {
    if (value < 1 || value > max) {
      throw new WrongUsage("%s is %d; it has to be from 1 to %d.".formatted(option, value, max));
    }
  }

  /** Builds settings; reports what they refuse as wrong usage. */
  static <T> T checked(Supplier<T> settings) {
    try {
      return settings.get();
    } catch (IllegalArgumentException refused) {
      throw new WrongUsage(String.valueOf(refused.getMessage()));
    }
  }
}
