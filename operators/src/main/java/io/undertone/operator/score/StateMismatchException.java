package io.undertone.operator.score;

import org.apache.flink.runtime.throwable.ThrowableAnnotation;
import org.apache.flink.runtime.throwable.ThrowableType;

/**
 * Users' memories were written by another model than the one that is to go on from them, and are
 * not to be reset. No restart mends that, so Flink tries none.
 */
@ThrowableAnnotation(ThrowableType.NonRecoverableError)
public final class StateMismatchException extends IllegalStateException {

  private static final long serialVersionUID = 1L;

  public StateMismatchException(String message) {
    super(message);
  }
}
