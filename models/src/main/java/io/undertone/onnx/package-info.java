/**
 * ONNX Runtime, and the only package that knows it. A bundle's graphs come in from {@code
 * io.undertone.model}; what goes out are the step graph, the sequence graph and the head that
 * {@code io.undertone.cell} fills with rows. Sessions are shared by a process and closed with its
 * last lease; every native tensor is counted.
 *
 * <p>Read {@link io.undertone.onnx.OnnxModel} first, then {@link io.undertone.onnx.SharedModels}.
 */
@NullMarked
package io.undertone.onnx;

import org.jspecify.annotations.NullMarked;
