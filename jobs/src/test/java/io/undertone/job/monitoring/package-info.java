/** What is published of a live job, and what the dashboard and the alerts ask of it. */
@NullMarked
package io.undertone.job.monitoring;

import org.jspecify.annotations.NullMarked;
