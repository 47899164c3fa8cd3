package io.undertone.job.bench;

/** How much was done in a second. */
record Rate(double reviewsPerSecond, double tokensPerSecond) {

  static Rate of(long reviews, long tokens, long nanos) {
    return new Rate(reviews * 1e9 / nanos, tokens * 1e9 / nanos);
  }

  Rate plus(Rate other) {
    return new Rate(
        reviewsPerSecond + other.reviewsPerSecond, tokensPerSecond + other.tokensPerSecond);
  }
}
