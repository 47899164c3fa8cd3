package io.undertone.operator.model;

import io.undertone.cell.DeviceChoice;
import io.undertone.cell.ModelLease;
import io.undertone.model.Bundle;
import io.undertone.model.BundleException;
import io.undertone.model.Manifest;
import io.undertone.onnx.SharedModels;
import java.net.URI;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * A bundle by its place.
 *
 * @param place a folder of this machine, or a URI
 */
record BundleSource(String place) implements ModelSource {

  static final Pattern URI_FORM = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:/");

  @Override
  public Manifest manifest() {
    return open().manifest();
  }

  @Override
  public ModelLease lease(DeviceChoice device) {
    return SharedModels.lease(folder(), device);
  }

  Bundle open() {
    return Bundle.open(folder());
  }

  private Path folder() {
    if (!ModelSource.isUri(place)) {
      return Path.of(place);
    }
    URI uri = uriOf(place);
    return "file".equals(uri.getScheme()) ? Path.of(uri.getPath()) : ModelCache.shared().fetch(uri);
  }

  /**
   * A place as a URI.
   *
   * @throws BundleException if it is not written as one
   */
  static URI uriOf(String place) {
    try {
      return URI.create(place);
    } catch (IllegalArgumentException wrong) {
      throw new BundleException(
          "Fetching the model from " + place,
          "a URI",
          String.valueOf(wrong.getMessage()),
          "Mend it: a space, for one, is written %20.",
          wrong);
    }
  }
}
