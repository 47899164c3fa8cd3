package io.undertone.operator.settings;

import java.io.Serializable;

/**
 * The limits of a record, checked before any other work.
 *
 * @param textBytesMax bytes of a text in UTF-8
 * @param idBytesMax bytes of a review's or a user's id in UTF-8
 * @param labels whether a record's true label is read, to compare with
 */
public record ReviewLimits(int textBytesMax, int idBytesMax, boolean labels)
    implements Serializable {

  public ReviewLimits {
    if (textBytesMax < 1 || idBytesMax < 1) {
      throw new IllegalArgumentException(
          "Setting the limits of a review: expected at least 1 byte of text and of id, found %d and %d. Choose more."
              .formatted(textBytesMax, idBytesMax));
    }
  }

  /** 64 KiB of text, 256 bytes of id, no labels. */
  public static ReviewLimits defaults() {
    return new ReviewLimits(64 << 10, 256, false);
  }

  /** The same, reading labels: for replay and demo. */
  public ReviewLimits withLabels() {
    return new ReviewLimits(textBytesMax, idBytesMax, true);
  }
}
