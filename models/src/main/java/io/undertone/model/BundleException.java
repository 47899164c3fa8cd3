package io.undertone.model;

/** A bundle that cannot be served: damaged, incomplete, contradicting itself or its goldens. */
public final class BundleException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param doing what was being done
   * @param expected what should have been there
   * @param found what was there
   * @param remedy what to do
   */
  public BundleException(String doing, String expected, String found, String remedy) {
    super(doing + ": expected " + expected + ", found " + found + ". " + remedy);
  }

  /** The same, where another failure is the reason. */
  public BundleException(
      String doing, String expected, String found, String remedy, Throwable cause) {
    this(doing, expected, found, remedy);
    initCause(cause);
  }
}
