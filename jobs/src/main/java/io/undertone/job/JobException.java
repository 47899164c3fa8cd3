package io.undertone.job;

import java.nio.file.FileSystemException;

/**
 * An environment in which a command cannot run. The message says what to do, so no stack trace is
 * needed.
 */
public final class JobException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param doing what was being done
   * @param expected what should have been there
   * @param found what was there; a full stop at its end is dropped
   * @param remedy what to do
   */
  public JobException(String doing, String expected, String found, String remedy) {
    super(doing + ": expected " + expected + ", found " + withoutStop(found) + ". " + remedy);
  }

  /** The same, with a cause. */
  public JobException(String doing, String expected, String found, String remedy, Throwable cause) {
    this(doing, expected, found, remedy);
    initCause(cause);
  }

  private JobException(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * The {@code found} part of a message from another failure: its message without a full stop, or
   * its class if it has none. Java's failures of files have only the file's name as their message.
   */
  public static String found(Throwable failure) {
    String message = failure.getMessage();
    String kind = failure.getClass().getSimpleName();
    if (message == null || message.isBlank()) {
      return "this: " + kind;
    }
    boolean bare = failure instanceof FileSystemException file && file.getReason() == null;
    return "this: " + (bare ? kind + ": " : "") + withoutStop(message);
  }

  private static String withoutStop(String text) {
    return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
  }

  /** The root cause of a failure. */
  public static Throwable root(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  /** The same failure, with another option's name in its message. */
  public JobException naming(String option, String given) {
    if (option.equals(given)) {
      return this;
    }
    return new JobException(
        String.valueOf(getMessage()).replace(option, given),
        getCause() == null ? this : getCause());
  }
}
