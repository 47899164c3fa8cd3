/**
 * Bytes to reviews. A {@link io.undertone.event.RawRecord} comes in, from whatever source, with any
 * bytes at all; it leaves as a {@link io.undertone.event.Review}, as a {@link
 * io.undertone.event.ForgetUser} if it was a tombstone, or on the side as a {@link
 * io.undertone.event.RejectedReview}. None is lost, and none stops the job.
 *
 * <p>Read {@link io.undertone.operator.parse.ParseReviews} first, then {@code RecordReader}; {@link
 * io.undertone.operator.parse.Timestamps} is for sources too, which order and date what they read.
 */
@NullMarked
package io.undertone.operator.parse;

import org.jspecify.annotations.NullMarked;
