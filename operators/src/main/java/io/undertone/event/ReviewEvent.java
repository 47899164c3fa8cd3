package io.undertone.event;

/** A review on its way from text to vector. */
public sealed interface ReviewEvent extends UserEvent
    permits Review, TokenizedReview, EmbeddedReview {

  /** Where the review comes from. */
  Origin origin();

  @Override
  default String userId() {
    return origin().userId();
  }

  @Override
  default long timestamp() {
    return origin().timestamp();
  }
}
