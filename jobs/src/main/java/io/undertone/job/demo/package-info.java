/**
 * The demo's two ends: the bundled sample going onto the topic, and the table of what comes back.
 * The job between them is the one of {@code io.undertone.job.kafka}, seen through Kafka only.
 *
 * <p>Read {@link io.undertone.job.demo.Demo} first.
 */
@NullMarked
package io.undertone.job.demo;

import org.jspecify.annotations.NullMarked;
