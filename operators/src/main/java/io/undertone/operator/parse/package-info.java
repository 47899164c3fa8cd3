/**
 * Bytes to reviews. A {@link io.undertone.event.RawRecord} comes in, from whatever source, with any
 * bytes at all; it leaves as a {@link io.undertone.event.Review}, as a {@link
 * io.undertone.event.ForgetUser} if it was a tombstone, or on the side as a {@link
 * io.undertone.event.RejectedReview}. None is lost, and none stops the job.
 *
 * <p>Read {@link io.undertone.operator.parse.ParseReviews} first, then {@code RecordReader}, which
 * judges the bytes, {@code ReviewReader}, which reads the fields, and {@code EnvelopeReader} and
 * {@code KeyReader} for what is wrapped around them. {@link
 * io.undertone.operator.parse.Timestamps}, {@link io.undertone.operator.parse.OldTimestamps} and
 * {@link io.undertone.operator.parse.FieldRules} are for sources too: whoever reads reviews
 * elsewhere goes by the same rules.
 */
@NullMarked
package io.undertone.operator.parse;

import org.jspecify.annotations.NullMarked;
