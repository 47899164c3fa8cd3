package io.undertone.onnx;

import io.undertone.cell.DeviceChoice;
import io.undertone.cell.EngineSettings;
import io.undertone.cell.ExecutorKind;
import io.undertone.cell.Head;
import io.undertone.cell.Model;
import io.undertone.cell.ModelLayout;
import io.undertone.cell.StageExecutor;
import io.undertone.model.Bundle;
import io.undertone.model.Manifest;
import io.undertone.text.Tokenizer;

/** A bundle's graphs in ONNX Runtime sessions, on a device that its goldens have proven. */
public final class OnnxModel implements Model {

  private OnnxModel() {}

  /**
   * Loads a bundle and runs its goldens on the device.
   *
   * @throws io.undertone.model.BundleException if the graphs are not what the manifest says, or if
   *     their answers are not the goldens'
   * @throws IllegalStateException if the device was asked for and cannot be used
   */
  public static OnnxModel load(Bundle bundle, DeviceChoice device) {
    return toCome();
  }

  @Override
  public Manifest manifest() {
    return toCome();
  }

  @Override
  public String device() {
    return toCome();
  }

  @Override
  public Tokenizer tokenizer() {
    return toCome();
  }

  @Override
  public ModelLayout layout() {
    return toCome();
  }

  @Override
  public ExecutorKind executor(ExecutorKind asked) {
    return toCome();
  }

  @Override
  public StageExecutor openTokenStage(EngineSettings settings) {
    return toCome();
  }

  @Override
  public StageExecutor openReviewStage(EngineSettings settings) {
    return toCome();
  }

  @Override
  public Head openHead(int rowsMax) {
    return toCome();
  }

  @Override
  public void close() {}

  @SuppressWarnings("TypeParameterUnusedInFormals")
  private static <T> T toCome() {
    throw new IllegalStateException("to come");
  }
}
