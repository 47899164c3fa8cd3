package io.undertone.operator.score;

import org.apache.flink.runtime.throwable.ThrowableAnnotation;
import org.apache.flink.runtime.throwable.ThrowableType;

/**
 * Another model wrote the users' memories, and they are not to be reset. A restart cannot help, so
 * Flink tries none.
 */
@ThrowableAnnotation(ThrowableType.NonRecoverableError)
public final class StateMismatchException extends IllegalStateException {

  private static final long serialVersionUID = 1L;

  public StateMismatchException(String message) {
    super(message);
  }
}
