package io.undertone.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Begins a merge with whole characters instead of their bytes, where that gives the same ids. It
 * spares most merges of Chinese text.
 *
 * <p>Why the ids are the same: a token is ragged if it holds bytes of two or more characters and
 * cuts the first or the last of them. Where a piece holds no ragged token, the bytes of a character
 * merge with each other before any of them merges with a neighbour. The merges of the whole
 * character come later than those within it, because their ranks are higher; a character of which
 * that is not true begins with its bytes. So all other merges happen in the same order, between the
 * same neighbours. Immutable.
 */
final class WholeCharacters {

  private static final int FOUR_BYTES = 4;

  /** Bits of a character that each byte but the first one holds. */
  private static final int BITS = 6;

  private static final int LOW_BITS = (1 << BITS) - 1;

  /** In an entry: the character may be part of a ragged token. The id is in the bits above. */
  private static final int SUSPECT = 1;

  /** The entry of a character that begins with its bytes. */
  private static final int IN_BYTES = -2;

  /** A ragged token, and where in it the first character begins. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Ragged(byte[] token, int offset) {

    boolean isAround(byte[] piece, int character) {
      int from = character - offset;
      int to = from + token.length;
      return from >= 0
          && to <= piece.length
          && piece[from] == token[0]
          && Arrays.equals(piece, from, to, token, 0, token.length);
    }
  }

  private final BytePairs pairs;
  private final List<Ragged> ragged = new ArrayList<>();

  /** By character, of one UTF-16 unit: its id and whether it is {@link #SUSPECT}. */
  private final int[] entries = new int[Character.MAX_VALUE + 1];

  /** The entry of every character of two UTF-16 units. */
  private int supplementary = IN_BYTES;

  /**
   * @param tokens their bytes, by rank
   */
  WholeCharacters(List<byte[]> tokens, BytePairs pairs) {
    this.pairs = pairs;
    Arrays.fill(entries, IN_BYTES);
    int[] worst = new int[entries.length];
    Merge merge = new Merge(pairs, null);
    for (byte[] token : tokens) {
      String text = new String(token, StandardCharsets.UTF_8);
      boolean one =
          text.length() == 1 && Arrays.equals(text.getBytes(StandardCharsets.UTF_8), token);
      if (one && pairs.unreached(token) == null) {
        entries[text.charAt(0)] = merge.ids(token)[0] << 1;
        worst[text.charAt(0)] = merge.worst();
      }
    }
    for (int rank = 0; rank < tokens.size(); rank++) {
      consider(tokens.get(rank), rank, worst);
    }
  }

  /**
   * Writes the parts that the merge of a piece begins with, and gives their number; 0 if the bytes
   * must be looked at.
   */
  int split(char[] units, int from, int to, int[] parts) {
    for (int at = from; at < to; at++) {
      int entry = entries[units[at]];
      if (entry < 0 || (entry & SUSPECT) != 0) {
        return 0;
      }
      parts[at - from] = entry >> 1;
    }
    return to - from;
  }

  /** The same of a piece in UTF-8, whatever it holds. */
  int split(byte[] piece, int[] parts) {
    int count = 0;
    int bytes;
    for (int at = 0; at < piece.length; at += bytes) {
      bytes = bytesAt(piece, at);
      int entry = bytes == FOUR_BYTES ? supplementary : entries[character(piece, at, bytes)];
      if ((entry & SUSPECT) != 0 && isCut(piece, at)) {
        return pairs.split(piece, 0, piece.length, parts, 0);
      }
      if (entry < 0) {
        count = pairs.split(piece, at, at + bytes, parts, count);
      } else {
        parts[count++] = entry >> 1;
      }
    }
    return count;
  }

  private boolean isCut(byte[] piece, int character) {
    for (Ragged one : ragged) {
      if (one.isAround(piece, character)) {
        return true;
      }
    }
    return false;
  }

  /** Marks the characters that cannot begin whole because of this token. */
  private void consider(byte[] token, int rank, int[] worst) {
    int first = 0;
    while (first < token.length && isContinuation(token[first])) {
      first++;
    }
    int at = first;
    int whole = 0;
    while (at < token.length && at + bytesAt(token, at) <= token.length) {
      at += bytesAt(token, at);
      whole++;
    }
    int cut = (first > 0 ? 1 : 0) + (at < token.length ? 1 : 0);
    if (cut > 0 && whole + cut > 1) {
      suspect(token, first);
    } else if (whole > 1) {
      considerEach(token, rank, worst);
    }
  }

  /** Marks every character that begins with the bytes of the token at that place. */
  private void suspect(byte[] token, int at) {
    ragged.add(new Ragged(token, at));
    int bytes = bytesAt(token, at);
    if (bytes == FOUR_BYTES) {
      supplementary |= SUSPECT;
      return;
    }
    int known = Math.min(bytes, token.length - at);
    int open = BITS * (bytes - known);
    int character = character(token, at, known);
    for (int any = 0; any < 1 << open; any++) {
      entries[(character << open) + any] |= SUSPECT;
    }
  }

  private void considerEach(byte[] token, int rank, int[] worst) {
    int bytes;
    for (int at = 0; at < token.length; at += bytes) {
      bytes = bytesAt(token, at);
      if (bytes < FOUR_BYTES && worst[character(token, at, bytes)] > rank) {
        entries[character(token, at, bytes)] |= IN_BYTES;
      }
    }
  }

  private static boolean isContinuation(byte value) {
    return (value & 0xc0) == 0x80;
  }

  private static int bytesAt(byte[] utf8, int at) {
    int lead = utf8[at] & 0xff;
    return lead < 0xc0 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : FOUR_BYTES;
  }

  /** The character of up to three bytes, or the bits of it that the first bytes hold. */
  private static int character(byte[] utf8, int at, int bytes) {
    int lead = bytesAt(utf8, at);
    int character = utf8[at] & (0xff >> (lead == 1 ? 1 : lead + 1));
    for (int i = 1; i < bytes; i++) {
      character = (character << BITS) | (utf8[at + i] & LOW_BITS);
    }
    return character;
  }
}
