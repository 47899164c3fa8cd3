package io.undertone.model;

/**
 * A token cell's step with its products in 8-bit integers: the same weights, a little rounded.
 *
 * @param graph file of the step graph; it takes and gives what the float one does
 * @param golden file of its own goldens
 * @param tolerance how far it may be, over a whole review, from the float goldens
 */
public record IntegerSpec(String graph, String golden, Tolerance tolerance) {}
