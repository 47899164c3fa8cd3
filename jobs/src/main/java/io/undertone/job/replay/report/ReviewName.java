package io.undertone.job.replay.report;

/** What a review and its user are called. */
public record ReviewName(String reviewId, String userId) {}
