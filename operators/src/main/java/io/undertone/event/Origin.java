package io.undertone.event;

import org.jspecify.annotations.Nullable;

/**
 * Where a review comes from; it stays with the review to the end.
 *
 * @param reviewId the producer's name for the review
 * @param userId whose review it is, and so whose memory it meets
 * @param timestamp when it was written, in epoch milliseconds
 * @param label what a person said of it, where a data set knows; compared with, never written out
 */
public record Origin(String reviewId, String userId, long timestamp, @Nullable String label) {}
