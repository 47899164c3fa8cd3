/**
 * The live job while everything around it goes wrong: a stream, what goes wrong with those who
 * carry it, and the answers held against a replay. Read {@code RandomFaultsIT} first; the deployed
 * job meets the same stream in {@code io.undertone.job.docker}.
 */
@NullMarked
package io.undertone.job.chaos;

import org.jspecify.annotations.NullMarked;
