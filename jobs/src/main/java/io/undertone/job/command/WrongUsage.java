package io.undertone.job.command;

/** An option's value that cannot be meant; the message says what is wrong with it. */
final class WrongUsage extends RuntimeException {

  private static final long serialVersionUID = 1L;

  WrongUsage(String message) {
    super(message);
  }
}
