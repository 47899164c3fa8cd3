package io.undertone.text;

import io.undertone.model.BundleException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.IdentityHashMap;
import java.util.List;

/** Reads ranks in tiktoken's format: on each line a token's bytes in base64, a space, its rank. */
final class Ranks {

  private static final int BYTES = 256;

  private final Path file;
  private final IdentityHashMap<byte[], Integer> ranks = new IdentityHashMap<>();
  private final boolean[] singles = new boolean[BYTES];

  private Ranks(Path file) {
    this.file = file;
  }

  /**
   * Reads a file of {@code count} ranks, 0 to {@code count − 1} in order, every single byte among
   * them.
   *
   * @throws BundleException if it is anything else
   */
  static IdentityHashMap<byte[], Integer> read(Path file, int count) {
    Ranks ranks = new Ranks(file);
    List<String> lines = ranks.lines();
    for (int rank = 0; rank < lines.size(); rank++) {
      ranks.add(lines.get(rank), rank);
    }
    ranks.check(count);
    return ranks.ranks;
  }

  private List<String> lines() {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new BundleException(doing(), "lines of text", e.toString(), "Copy it again.", e);
    }
  }

  private void add(String line, int rank) {
    int space = line.indexOf(' ');
    if (space < 1 || !line.substring(space + 1).equals(String.valueOf(rank))) {
      throw damaged("a token and its rank " + rank + " on line " + (rank + 1), "another line");
    }
    try {
      byte[] token = Base64.getDecoder().decode(line.substring(0, space));
      ranks.put(token, rank);
      if (token.length == 1) {
        singles[token[0] & 0xff] = true;
      }
    } catch (IllegalArgumentException e) {
      throw damaged("base64 on line " + (rank + 1), "something else");
    }
  }

  private void check(int count) {
    if (ranks.size() != count) {
      throw damaged(count + " ranks, one less than the vocabulary", ranks.size() + " ranks");
    }
    for (int single = 0; single < BYTES; single++) {
      if (!singles[single]) {
        throw damaged("a rank for every single byte", "none for " + single);
      }
    }
  }

  private String doing() {
    return "Reading the ranks " + file;
  }

  private BundleException damaged(String expected, String found) {
    return new BundleException(doing(), expected, found, "Export the bundle again.");
  }
}
