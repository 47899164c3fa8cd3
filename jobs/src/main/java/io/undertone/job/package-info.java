/**
 * Where reviews come from and go to. {@link io.undertone.job.command.Undertone} is the main class,
 * {@link io.undertone.job.SentimentPipeline} the steps in between, a line each, which every job
 * runs and which know neither Kafka nor files.
 *
 * <p>Records come in from {@code io.undertone.job.kafka} or {@code io.undertone.job.replay}; what
 * the model says of them goes back the same way, or into the rows of {@code io.undertone.job.sql}.
 * {@code io.undertone.job.command} has the command line.
 *
 * <p>Read {@link io.undertone.job.SentimentPipeline} first.
 */
@NullMarked
package io.undertone.job;

import org.jspecify.annotations.NullMarked;
