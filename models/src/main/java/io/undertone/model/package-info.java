/**
 * What a model says of itself. A bundle is a folder: a manifest, ONNX graphs, a tokenizer and
 * golden answers. This package opens it, proves that it is whole ({@link
 * io.undertone.model.Bundle#open}), and hands its manifest on as plain records. Where it goes:
 * {@code io.undertone.text} reads the tokenizer from it, {@code io.undertone.onnx} the graphs.
 * Nothing here runs a net.
 *
 * <p>Read {@link io.undertone.model.Manifest} first, then {@link io.undertone.model.Bundle}.
 */
@NullMarked
package io.undertone.model;

import org.jspecify.annotations.NullMarked;
