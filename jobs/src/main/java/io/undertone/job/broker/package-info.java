/**
 * A Kafka broker within this process, where nobody else brings one: for the demo, the bench and the
 * tests. Its classes are Kafka's own test kit, which a cluster never sees.
 */
@NullMarked
package io.undertone.job.broker;

import org.jspecify.annotations.NullMarked;
