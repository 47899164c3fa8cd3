package io.undertone.operator.deploy;

import java.util.Locale;

/** What a deployment does with users' memories that the new model cannot read. */
public enum StatePolicy {
  /** Each user starts fresh at the next review. */
  RESET,
  /** The deployment is refused unless the new model reads the memories of the running one. */
  FAIL,
  /** The new model reads a user's last reviews before the next one; needs the same tokenizer. */
  REWARM;

  /** As options and JSON have it. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
