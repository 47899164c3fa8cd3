/**
 * The deployment of {@code docker/docker-compose.yaml} under faults. Read {@code ChaosIT} first.
 */
@NullMarked
package io.undertone.job.docker;

import org.jspecify.annotations.NullMarked;
