/**
 * The demo in a browser: the stream as it runs, the users with their memory, and a box to type a
 * review as any of them. The page sees the job only through Kafka, as the demo's table does: what
 * is typed is a record on the topic of reviews, and what is shown came from the topics of results
 * and rejects. A shadow model, fed with the same records in the same order, lets the page show what
 * the job would answer before anything is sent.
 *
 * <p>Read {@link io.undertone.job.page.DemoPage} first.
 */
@NullMarked
package io.undertone.job.page;

import org.jspecify.annotations.NullMarked;
