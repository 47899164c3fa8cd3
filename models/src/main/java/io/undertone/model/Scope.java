package io.undertone.model;

/** How long a state lives. */
public enum Scope {
  /** It starts fresh at each review. */
  REVIEW,
  /** It is carried on from the same user's last review: the user's memory. */
  USER
}
