package io.undertone.operator.parse;

import io.undertone.event.RejectReason;
import io.undertone.operator.parse.ParsedRecord.Rejected;
import io.undertone.operator.settings.ReviewLimits;
import org.jspecify.annotations.Nullable;

/**
 * Which ids and texts are valid, from whatever input: a topic, a data set, a terminal. Knows no
 * JSON. Immutable.
 */
public final class FieldRules {

  /**
   * What Java counts as a letter, a mark or a symbol, and nobody sees: the joiner and the fillers
   * of Hangul, the vowels of Khmer that are not drawn, variation selectors, and Braille without a
   * dot.
   */
  private static final String SHAPELESS =
      "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0"
          + "\ufe00\ufe01\ufe02\ufe03\ufe04\ufe05\ufe06\ufe07\ufe08\ufe09\ufe0a\ufe0b\ufe0c\ufe0d\ufe0e\ufe0f";

  private final ReviewLimits limits;

  public FieldRules(ReviewLimits limits) {
    this.limits = limits;
  }

  /**
   * Whether nothing of an id is to be seen: it is empty, or only white space, with or without a
   * width, controls, and letters and marks without a shape. Such ids would be one user, whom nobody
   * can tell from nobody.
   */
  public static boolean isBlank(String id) {
    int at = 0;
    while (at < id.length() && !isVisible(id.codePointAt(at))) {
      at += Character.charCount(id.codePointAt(at));
    }
    return at == id.length();
  }

  private static boolean isVisible(int character) {
    return SHAPELESS.indexOf(character) < 0
        && !Character.isWhitespace(character)
        && !Character.isSpaceChar(character)
        && !Character.isISOControl(character)
        && Character.getType(character) != Character.FORMAT;
  }

  /** Why a user id is not taken; null if it is. */
  public @Nullable Rejected userId(String id) {
    return isBlank(id)
        ? new Rejected(RejectReason.USER_MISSING, "user_id is blank: send one")
        : id("user_id", id, RejectReason.USER_NOT_TEXT);
  }

  /** Why a text is rejected; null if it is valid. Lone surrogates are left to the tokenizer. */
  public @Nullable Rejected text(String text) {
    return text("text", text);
  }

  /**
   * The same for any id that is not blank.
   *
   * @param name what the id is called in the record
   * @param notText the reason if it cannot be encoded in UTF-8
   */
  @Nullable Rejected id(String name, String id, RejectReason notText) {
    if (Utf8.isLongerThan(limits.idBytesMax(), id)) {
      return tooLong(name, Utf8.length(id));
    }
    if (Utf8.hasLoneSurrogate(id)) {
      return new Rejected(notText, name + " holds half a surrogate pair: send whole characters");
    }
    return null;
  }

  /** The same if only the length of the id is known. */
  @Nullable Rejected idOfBytes(String name, long bytes) {
    return bytes > limits.idBytesMax() ? tooLong(name, bytes) : null;
  }

  @Nullable Rejected text(String name, String text) {
    if (!Utf8.isLongerThan(limits.textBytesMax(), text)) {
      return null;
    }
    String detail = "%s of %d bytes, at most %d are taken: shorten it, or raise --text-bytes-max";
    return new Rejected(
        RejectReason.TEXT_TOO_LONG,
        detail.formatted(name, Utf8.length(text), limits.textBytesMax()));
  }

  private Rejected tooLong(String name, long bytes) {
    String detail = "%s of %d bytes, at most %d are taken: shorten it, or raise --id-bytes-max";
    return new Rejected(
        RejectReason.ID_TOO_LONG, detail.formatted(name, bytes, limits.idBytesMax()));
  }
}
