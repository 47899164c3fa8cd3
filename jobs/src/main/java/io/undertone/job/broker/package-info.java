/**
 * A Kafka broker inside this process, for the demo, the bench and the tests. It is built from
 * Kafka's own test kit, which is never used on a cluster.
 */
@NullMarked
package io.undertone.job.broker;

import org.jspecify.annotations.NullMarked;
