package io.undertone.onnx;

import org.jspecify.annotations.Nullable;

/** A device that was asked for and cannot be used. */
public final class DeviceException extends IllegalStateException {

  private static final long serialVersionUID = 1L;

  private final String found;

  DeviceException(
      String doing, String expected, String found, String remedy, @Nullable Throwable cause) {
    super(doing + ": expected " + expected + ", found " + found + ". " + remedy, cause);
    this.found = found;
  }

  /** What keeps the device from being used. */
  String found() {
    return found;
  }
}
