package io.undertone.model;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How long a state lives. */
public enum Scope {
  /** It starts fresh at each review. */
  @JsonProperty("review")
  REVIEW,
  /** It is carried on from the same user's last review: the user's memory. */
  @JsonProperty("user")
  USER
}
