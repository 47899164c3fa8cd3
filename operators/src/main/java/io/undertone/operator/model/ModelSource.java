package io.undertone.operator.model;

import io.undertone.cell.DeviceChoice;
import io.undertone.cell.ModelLease;
import io.undertone.model.Bundle;
import io.undertone.model.Manifest;
import java.io.Serializable;

/** Where the steps get their model from, wherever they run. */
public interface ModelSource extends Serializable {

  /**
   * A bundle in a folder, or under a URI that Flink's file systems read. One from afar is fetched
   * into a cache folder where it is used; either is verified before it is.
   */
  static ModelSource at(String folderOrUri) {
    return new BundleSource(folderOrUri);
  }

  /**
   * Whether a place is a URI and no folder: a scheme of two letters at least, since one letter is a
   * drive, and a path from the root on.
   */
  static boolean isUri(String folderOrUri) {
    return BundleSource.URI_FORM.matcher(folderOrUri).lookingAt();
  }

  /**
   * The bundle itself, from the same places, proven whole.
   *
   * @throws io.undertone.model.BundleException if the bundle is missing or damaged
   */
  static Bundle open(String folderOrUri) {
    return new BundleSource(folderOrUri).open();
  }

  /**
   * What the model says of itself.
   *
   * @throws io.undertone.model.BundleException if the bundle is missing or damaged
   */
  Manifest manifest();

  /**
   * Loads the model, or shares it where this process has it already.
   *
   * @throws io.undertone.model.BundleException if the bundle is missing or damaged
   * @throws IllegalStateException if the device cannot be used
   */
  ModelLease lease(DeviceChoice device);
}
