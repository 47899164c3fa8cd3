package io.undertone.event;

import org.jspecify.annotations.Nullable;

/**
 * Where a review comes from; it stays with the review until the result.
 *
 * @param reviewId the producer's id of the review
 * @param userId of the user who wrote it, and whose memory it meets
 * @param timestamp when it was written, in epoch milliseconds
 * @param label the true label, if a data set has one; compared with, never written out
 */
public record Origin(String reviewId, String userId, long timestamp, @Nullable String label) {}
