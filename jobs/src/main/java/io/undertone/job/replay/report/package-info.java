/**
 * The page that a replay leaves for a person: figures are gathered while results are written, in
 * bounded memory, and put with a chart library into one file that needs no network.
 *
 * <p>It knows results, not how they came about: the replay hands over what it counted itself. Read
 * {@link io.undertone.job.replay.report.Figures} first, then {@link
 * io.undertone.job.replay.report.ReportPage}.
 */
@NullMarked
package io.undertone.job.replay.report;

import org.jspecify.annotations.NullMarked;
