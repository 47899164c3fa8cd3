/**
 * The events that travel between the steps, and their serializers.
 *
 * <p>A {@link io.undertone.event.RawRecord} comes from the source. Parsing makes of it a {@link
 * io.undertone.event.UserEvent}: a {@link io.undertone.event.Review}, which becomes a {@link
 * io.undertone.event.TokenizedReview}, then an {@link io.undertone.event.EmbeddedReview}; or a
 * {@link io.undertone.event.ForgetUser}, which queues among its user's reviews to the end; or, on
 * the side, a {@link io.undertone.event.RejectedReview}. Scoring gives a {@link
 * io.undertone.event.Sentiment}.
 *
 * <p>All of them are values: an array is never changed once it is in an event, so a copy is the
 * same object. Each has an explicit, versioned serializer, through its {@code TYPE}; none is left
 * to Kryo or to reflection. This package knows no step.
 *
 * <p>Read {@link io.undertone.event.UserEvent} first.
 */
@NullMarked
package io.undertone.event;

import org.jspecify.annotations.NullMarked;
