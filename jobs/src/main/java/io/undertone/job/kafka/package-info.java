/**
 * The Kafka ends of the live job: records as they lie on the topic on the one side, exactly-once
 * sinks on the other. What lies between is {@code io.undertone.job.SentimentPipeline}. {@code
 * TopicReader} and {@code ControlTopic} see the same topics from outside the job.
 *
 * <p>Read {@link io.undertone.job.kafka.KafkaJob} first.
 */
@NullMarked
package io.undertone.job.kafka;

import org.jspecify.annotations.NullMarked;
