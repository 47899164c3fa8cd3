/**
 * Bytes to reviews. A {@link io.undertone.event.RawRecord} comes in, from any source, with any
 * bytes at all. It leaves as a {@link io.undertone.event.Review}, as a {@link
 * io.undertone.event.ForgetUser} if it is a tombstone, or as a {@link
 * io.undertone.event.RejectedReview} on a side output. No record is lost, and none fails the job.
 *
 * <p>Read {@link io.undertone.operator.parse.ParseReviews} first, then {@code RecordReader}, which
 * checks the bytes, {@code ReviewReader}, which reads the fields, and {@code EnvelopeReader} and
 * {@code KeyReader} for envelopes and keys. {@link io.undertone.operator.parse.Timestamps}, {@link
 * io.undertone.operator.parse.OldTimestamps}, {@link io.undertone.operator.parse.FieldRules} and
 * {@link io.undertone.operator.parse.Utf8} are public for other sources of reviews, so that all use
 * the same rules.
 */
@NullMarked
package io.undertone.operator.parse;

import org.jspecify.annotations.NullMarked;
