package io.undertone.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The hash over all that gives users' kept states their meaning: the tokenizer, the graphs upstream
 * of them with their weights, and the states themselves. The head and the executor have no part in
 * it: a new head may read old memories.
 */
final class StateFingerprint {

  /** The one file that graphs may take weights from: what they are has a part in the hash. */
  static final String WEIGHTS = "weights.bin";

  private StateFingerprint() {}

  static String of(Manifest manifest) {
    List<StateSpec> kept =
        manifest.states().stream().filter(state -> state.scope() == Scope.USER).toList();
    List<String> lines = new ArrayList<>();
    lines.add("undertone-state/1");
    lines.add(tokenizer(manifest));
    if (!kept.isEmpty()) {
      CellSpec token = manifest.tokenCell();
      addFile(
          lines, "graph", token.graph() == null ? token.sequenceGraph() : token.graph(), manifest);
      CellSpec review = manifest.reviewCell();
      addFile(lines, "graph", review == null ? null : review.graph(), manifest);
      addFile(lines, "weights", WEIGHTS, manifest);
    }
    kept.forEach(state -> lines.add(state(state)));
    return Sha256.of(String.join("\n", lines) + "\n");
  }

  /** The hash over all that decides which ids a text becomes, but for how many are read. */
  static String ofTokenizer(Manifest manifest) {
    TokenizerSpec tokenizer = manifest.tokenizer();
    return Sha256.of(
        tokenizer(manifest) + " " + tokenizer.vocabulary() + " " + tokenizer.endOfReview());
  }

  private static String tokenizer(Manifest manifest) {
    TokenizerSpec tokenizer = manifest.tokenizer();
    FileSpec file = manifest.files().get(tokenizer.file());
    String hash = file == null ? "none" : file.sha256();
    List<String> words = new ArrayList<>(List.of("tokenizer", tokenizer.kind()));
    words.add(String.valueOf(tokenizer.lowercaseAscii()));
    if (tokenizer instanceof TokenizerSpec.BytePairs pairs) {
      words.addAll(List.of(hash, Sha256.of(pairs.pattern())));
    } else if (tokenizer instanceof TokenizerSpec.Symbols symbols) {
      words.addAll(List.of(String.valueOf(symbols.collapseOthers()), hash));
    }
    return String.join(" ", words);
  }

  private static void addFile(
      List<String> lines, String what, @Nullable String name, Manifest manifest) {
    FileSpec file = name == null ? null : manifest.files().get(name);
    if (file != null) {
      lines.add(what + " " + file.sha256());
    }
  }

  private static String state(StateSpec state) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * state.size()).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(state.initial());
    String shape = state.shape().stream().map(String::valueOf).collect(Collectors.joining("x"));
    return "state " + state.name() + " " + shape + " " + Sha256.of(bytes.array());
  }
}
