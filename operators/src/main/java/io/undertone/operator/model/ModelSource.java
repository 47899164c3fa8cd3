package io.undertone.operator.model;

import io.undertone.cell.DeviceChoice;
import io.undertone.cell.ModelLease;
import io.undertone.model.Bundle;
import io.undertone.model.Manifest;
import java.io.Serializable;

/** Where the steps get their model from, wherever they run. */
public interface ModelSource extends Serializable {

  /**
   * A bundle in a folder, or at a URI that Flink's file systems read. A remote one is fetched into
   * a local cache where it is used. Either is verified before use.
   */
  static ModelSource at(String folderOrUri) {
    return new BundleSource(folderOrUri);
  }

  /**
   * Whether a place is a URI and no folder: it has a scheme of at least two letters, since one
   * letter is a drive, and an absolute path.
   */
  static boolean isUri(String folderOrUri) {
    return BundleSource.URI_FORM.matcher(folderOrUri).lookingAt();
  }

  /**
   * The bundle itself, from the same places, verified.
   *
   * @throws io.undertone.model.BundleException if the bundle is missing or damaged
   */
  static Bundle open(String folderOrUri) {
    return new BundleSource(folderOrUri).open();
  }

  /**
   * The model's manifest.
   *
   * @throws io.undertone.model.BundleException if the bundle is missing or damaged
   */
  Manifest manifest();

  /**
   * Loads the model, or shares the one that this process has loaded.
   *
   * @throws io.undertone.model.BundleException if the bundle is missing or damaged
   * @throws IllegalStateException if the device cannot be used
   */
  ModelLease lease(DeviceChoice device);
}
