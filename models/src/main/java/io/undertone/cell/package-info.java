/**
 * The engine: cellular batching of reviews through recurrent cells. Token ids come in from {@code
 * io.undertone.text}, what a user's memory holds from whoever keeps it; logits and the memory after
 * the review go back. A fixed number of slots step together; each holds one review, and when a
 * review ends its slot takes the next one at once, so no step is spent on padding (BatchMaker,
 * EuroSys 2018).
 *
 * <p>Nothing here depends on ONNX: a {@link io.undertone.cell.StepGraph} does the arithmetic,
 * either that of {@code io.undertone.onnx} or a test's. Only {@link io.undertone.cell.Model} is
 * thread-safe.
 *
 * <p>Read {@link io.undertone.cell.CellExecutor} first, then {@link
 * io.undertone.cell.ReviewEngine}.
 */
@NullMarked
package io.undertone.cell;

import org.jspecify.annotations.NullMarked;
