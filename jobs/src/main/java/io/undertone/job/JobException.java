package io.undertone.job;

/**
 * A world in which a command cannot run: its message says what to do, so that no trace is needed.
 */
public final class JobException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param doing what was being done
   * @param expected what should have been there
   * @param found what was there
   * @param remedy what to do
   */
  public JobException(String doing, String expected, String found, String remedy) {
    super(doing + ": expected " + expected + ", found " + found + ". " + remedy);
  }

  /** The same, where another failure is the reason. */
  public JobException(String doing, String expected, String found, String remedy, Throwable cause) {
    this(doing, expected, found, remedy);
    initCause(cause);
  }
}
