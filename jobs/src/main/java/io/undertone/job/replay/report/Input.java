package io.undertone.job.replay.report;

import java.util.List;
import java.util.Map;

/**
 * The input of a replay, and its options.
 *
 * @param files the names of the first files
 * @param filesMore number of further files
 * @param rows all rows, rejected or not
 * @param options that determine the results, by name
 */
public record Input(List<String> files, int filesMore, long rows, Map<String, String> options) {}
