package io.undertone.job;

/**
 * A world in which a command cannot run: its message says what to do, so that no trace is needed.
 */
public final class JobException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param doing what was being done
   * @param expected what should have been there
   * @param found what was there; it may end with a full stop, as other failures' words do
   * @param remedy what to do
   */
  public JobException(String doing, String expected, String found, String remedy) {
    super(doing + ": expected " + expected + ", found " + withoutStop(found) + ". " + remedy);
  }

  /**
   * What was found, in another failure's own words: without a full stop, which follows, and by its
   * kind where it has no words.
   */
  public static String words(Throwable failure) {
    String message = failure.getMessage();
    return "this: "
        + (message == null || message.isBlank()
            ? failure.getClass().getSimpleName()
            : withoutStop(message));
  }

  private static String withoutStop(String text) {
    return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
  }

  /** What a failure began with. */
  public static Throwable root(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  /** The same failure where what is to be mended was given by another option. */
  public JobException naming(String option, String given) {
    if (option.equals(given)) {
      return this;
    }
    return new JobException(
        String.valueOf(getMessage()).replace(option, given),
        getCause() == null ? this : getCause());
  }

  private JobException(String message, Throwable cause) {
    super(message, cause);
  }

  /** An exception of which another failure is the reason. */
  public JobException(String doing, String expected, String found, String remedy, Throwable cause) {
    this(doing, expected, found, remedy);
    initCause(cause);
  }
}
