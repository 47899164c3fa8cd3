/**
 * The Kafka side of the live job: the source of raw records, and exactly-once sinks. Between them
 * is {@code io.undertone.job.SentimentPipeline}. {@code TopicReader} and {@code ControlTopic} use
 * the same topics from outside the job.
 *
 * <p>Read {@link io.undertone.job.kafka.KafkaJob} first.
 */
@NullMarked
package io.undertone.job.kafka;

import org.jspecify.annotations.NullMarked;
