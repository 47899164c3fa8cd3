package io.undertone.operator.score;

import io.undertone.model.Manifest;
import io.undertone.operator.settings.Remembering.Mismatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whose memory a checkpoint holds, checked before any of it is read. */
final class Fingerprints {

  private static final Logger LOG = LoggerFactory.getLogger(Fingerprints.class);

  private Fingerprints() {}

  /**
   * Compares the models that wrote a checkpoint with the one that is to go on from it.
   *
   * @param written the state fingerprint that each subtask had; none in a new job
   * @throws StateMismatchException if another model's are among them, and memory is not to be reset
   */
  static void check(Manifest manifest, Iterable<String> written, Mismatch mismatch) {
    String own = manifest.stateFingerprint();
    for (String other : written) {
      if (!other.equals(own)) {
        refuse(manifest, own, other, mismatch);
        return;
      }
    }
  }

  private static void refuse(Manifest manifest, String own, String other, Mismatch mismatch) {
    if (mismatch == Mismatch.FAIL) {
      throw new StateMismatchException(
          "Restoring users' memories for %s: expected state fingerprint %s, found %s. Run the model that wrote them, or set the state mismatch to reset."
              .formatted(manifest.id(), own, other));
    }
    LOG.warn(
        "The checkpoint was written by a model with state fingerprint {}; {} has {}, so each user's memory is reset when the user comes",
        other,
        manifest.id(),
        own);
  }
}
