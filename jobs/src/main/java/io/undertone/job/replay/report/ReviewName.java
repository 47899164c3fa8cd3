package io.undertone.job.replay.report;

/** The ids of a review and its user. */
public record ReviewName(String reviewId, String userId) {}
