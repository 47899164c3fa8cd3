package io.undertone.text;

import io.undertone.model.BundleException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads ranks in tiktoken's format: each line holds a token's bytes in base64, a space, its rank.
 */
final class RanksFile {

  private static final int BYTES = 256;

  private final Path file;
  private final List<byte[]> tokens = new ArrayList<>();
  private final Set<ByteBuffer> distinct = new HashSet<>();

  private RanksFile(Path file) {
    this.file = file;
  }

  /**
   * Reads a file of {@code count} ranks, 0 to {@code count − 1} in order, and gives the bytes of
   * their tokens: all different, every single byte among them.
   *
   * @throws BundleException if it is anything else
   */
  static List<byte[]> read(Path file, int count) {
    RanksFile ranks = new RanksFile(file);
    List<String> lines = ranks.lines();
    for (int rank = 0; rank < lines.size(); rank++) {
      ranks.add(lines.get(rank), rank);
    }
    ranks.check(count);
    return ranks.tokens;
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
      tokens.add(token);
      if (!distinct.add(ByteBuffer.wrap(token))) {
        throw damaged("another token on line " + (rank + 1), "one for the second time");
      }
    } catch (IllegalArgumentException e) {
      throw damaged("base64 on line " + (rank + 1), "something else");
    }
  }

  private void check(int count) {
    if (tokens.size() != count) {
      throw damaged(count + " ranks, one less than the vocabulary", tokens.size() + " ranks");
    }
    for (int single = 0; single < BYTES; single++) {
      if (!distinct.contains(ByteBuffer.wrap(new byte[] {(byte) single}))) {
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
