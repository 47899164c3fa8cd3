package io.undertone.job.replay.report;

import java.util.List;
import java.util.Map;

/**
 * What was read, and by which options.
 *
 * @param files the names of the first ones
 * @param filesMore how many more there are
 * @param rows all of them, rejected or not
 * @param options those that decide a result, by what they are called
 */
public record Input(List<String> files, int filesMore, long rows, Map<String, String> options) {}
