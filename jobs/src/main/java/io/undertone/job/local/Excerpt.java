package io.undertone.job.local;

/** The beginning of a text, for a page that shows many. */
public final class Excerpt {

  /** Longer texts are cut; in UTF-16 units. The whole text is on the topic, or in the data set. */
  public static final int LENGTH_MAX = 600;

  private Excerpt() {}

  /** The text, or its beginning and an ellipsis; it never ends in half a surrogate pair. */
  public static String of(String text) {
    if (text.length() <= LENGTH_MAX) {
      return text;
    }
    boolean inPair = Character.isHighSurrogate(text.charAt(LENGTH_MAX - 1));
    return text.substring(0, inPair ? LENGTH_MAX - 1 : LENGTH_MAX) + "…";
  }
}
