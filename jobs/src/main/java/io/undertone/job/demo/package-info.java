/**
 * The demo's producer and consumer: sends the bundled sample to the topic, and shows the results as
 * a table. The job between them is that of {@code io.undertone.job.kafka}, seen only through Kafka.
 *
 * <p>Read {@link io.undertone.job.demo.Demo} first.
 */
@NullMarked
package io.undertone.job.demo;

import org.jspecify.annotations.NullMarked;
