package io.undertone.operator.settings;

import java.io.Serializable;

/**
 * The limits of a record, checked before any other work.
 *
 * @param textBytesMax bytes of a text in UTF-8
 * @param idBytesMax bytes of a review's or a user's id in UTF-8
 * @param ofDataset whether records are rows of a data set: then the true label is read, to compare
 *     with, and no step warns of what is odd about records, since the replay looks at all rows
 */
public record ReviewLimits(int textBytesMax, int idBytesMax, boolean ofDataset)
    implements Serializable {

  public ReviewLimits {
    if (textBytesMax < 1 || idBytesMax < 1) {
      throw new IllegalArgumentException(
          "Setting the limits of a review: expected at least 1 byte of text and of id, found %d and %d. Choose more."
              .formatted(textBytesMax, idBytesMax));
    }
  }

  /** 64 KiB of text, 256 bytes of id, records of a stream. */
  public static ReviewLimits defaults() {
    return new ReviewLimits(64 << 10, 256, false);
  }

  /** The same, for the rows of a data set. */
  public ReviewLimits forDataset() {
    return new ReviewLimits(textBytesMax, idBytesMax, true);
  }
}
