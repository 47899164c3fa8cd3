package io.undertone.operator.deploy;

import java.util.Locale;

/** What a deployed model does about users' memories that it cannot read. */
public enum StatePolicy {
  /** Each user starts fresh when he next comes. */
  RESET,
  /** The deployment is refused unless the new model reads the memories of the running one. */
  FAIL,
  /** The new model reads the user's last reviews when he next comes; needs the same tokenizer. */
  REWARM;

  /** As it is written. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
