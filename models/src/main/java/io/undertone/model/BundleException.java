package io.undertone.model;

/** A bundle that cannot be served: damaged, incomplete, contradicting itself or its goldens. */
public final class BundleException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param doing what was being done
   * @param expected what should have been there
   * @param found what was there; it may end with a full stop, as other failures' words do
   * @param remedy what to do
   */
  public BundleException(String doing, String expected, String found, String remedy) {
    super(
        doing
            + ": expected "
            + expected
            + ", found "
            + (found.endsWith(".") ? found.substring(0, found.length() - 1) : found)
            + ". "
            + remedy);
  }

  /**
   * The same, where another failure is the reason. That is kept beside this one and not as its
   * cause, since logs name a failure by its root, and these are the words for people.
   */
  public BundleException(
      String doing, String expected, String found, String remedy, Throwable cause) {
    this(doing, expected, found, remedy);
    addSuppressed(cause);
  }
}
