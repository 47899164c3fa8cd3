package io.undertone.job.command;

import java.util.function.Supplier;

/** An option's value that cannot be meant; the message says what is wrong with it. */
final class WrongUsage extends RuntimeException {

  private static final long serialVersionUID = 1L;

  WrongUsage(String message) {
    super(message);
  }

  /** Settings, or what is wrong with the options that they are made of. */
  static <T> T checked(Supplier<T> settings) {
    try {
      return settings.get();
    } catch (IllegalArgumentException refused) {
      throw new WrongUsage(String.valueOf(refused.getMessage()));
    }
  }
}
