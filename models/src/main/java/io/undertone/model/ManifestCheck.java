package io.undertone.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Proves that the parts of a manifest fit each other: no name is given twice, and every name that
 * is used elsewhere exists.
 */
final class ManifestCheck {

  private final String doing;
  private final Manifest manifest;

  ManifestCheck(String doing, Manifest manifest) {
    this.doing = doing;
    this.manifest = manifest;
  }

  void run() {
    answers();
    distinct("state names", manifest.states().stream().map(StateSpec::name).toList());
    tokenizer(manifest.tokenizer());
    graphs();
    named("readout", manifest.readout(), names(manifest.tokenCell()));
    named("head.inputs", manifest.head().inputs(), headInputs());
    files();
    fingerprint();
  }

  /** A model gives labels; a language model says how surprised it is instead. */
  private void answers() {
    String surprise = manifest.surprise();
    if (surprise == null) {
      distinct("labels", manifest.labels());
      return;
    }
    if (!manifest.labels().isEmpty()) {
      throw wrong("no labels beside surprise", manifest.labels().toString());
    }
    boolean sums =
        manifest.tokenCell().states().stream()
            .filter(state -> state.name().equals(surprise))
            .anyMatch(ManifestCheck::startsEachReviewAtNothing);
    if (!sums) {
      throw wrong(
          "surprise to name a state of token_cell with shape [1], scope review, initial 0",
          surprise);
    }
  }

  private static boolean startsEachReviewAtNothing(StateSpec state) {
    return state.scope() == Scope.REVIEW
        && state.shape().equals(List.of(1))
        && state.initial()[0] == 0;
  }

  private void tokenizer(TokenizerSpec tokenizer) {
    Integer end = tokenizer.endOfReview();
    if (end != null && end != tokenizer.vocabulary() - 1) {
      throw wrong(
          "end_of_review to be the last of " + tokenizer.vocabulary() + " ids",
          String.valueOf(end));
    }
    if (tokenizer instanceof TokenizerSpec.Symbols symbols
        && symbols.unknown() >= symbols.vocabulary()) {
      throw wrong(
          "unknown to be one of " + symbols.vocabulary() + " ids",
          String.valueOf(symbols.unknown()));
    }
  }

  private void graphs() {
    CellSpec token = manifest.tokenCell();
    if (token.graph() == null && token.sequenceGraph() == null) {
      throw wrong("a graph or a sequence_graph in token_cell", "neither");
    }
    CellSpec review = manifest.reviewCell();
    if (token.integer() != null && token.graph() == null) {
      throw wrong("a graph beside integer in token_cell", "none");
    }
    if (review != null && review.integer() != null) {
      throw wrong("a review_cell that steps in floats", "one with integer");
    }
    if (review != null && review.graph() == null) {
      throw wrong("a graph in review_cell", "none");
    }
    if (review != null && review.bidirectional()) {
      throw wrong("a review_cell that steps forward", "a bidirectional one");
    }
    if (token.bidirectional()) {
      bothDirections(token);
    }
  }

  /**
   * A bidirectional cell starts at both ends of a review. So it can neither step token by token nor
   * go on from an earlier review.
   */
  private void bothDirections(CellSpec token) {
    if (token.graph() != null) {
      throw wrong(
          "only a sequence_graph in a bidirectional token_cell", "the graph " + token.graph());
    }
    for (StateSpec state : token.states()) {
      if (state.scope() != Scope.REVIEW) {
        throw wrong(
            "the scope review for every state of a bidirectional token_cell",
            "the scope user for " + state.name());
      }
    }
  }

  private void files() {
    for (String name : manifest.files().keySet()) {
      if (!name.matches("[A-Za-z0-9_][A-Za-z0-9._-]*")) {
        throw wrong("files that lie in the bundle's folder itself", name);
      }
    }
    for (String name : filesNamed()) {
      if (!manifest.files().containsKey(name)) {
        throw wrong(name + " among the files", "no such entry");
      }
    }
  }

  private void fingerprint() {
    String computed = StateFingerprint.of(manifest);
    if (!computed.equals(manifest.stateFingerprint())) {
      throw wrong("the state_fingerprint " + computed, manifest.stateFingerprint());
    }
  }

  private List<String> filesNamed() {
    CellSpec review = manifest.reviewCell();
    IntegerSpec integer = manifest.tokenCell().integer();
    return Stream.of(
            manifest.tokenizer().file(),
            manifest.tokenCell().graph(),
            manifest.tokenCell().sequenceGraph(),
            integer == null ? null : integer.graph(),
            integer == null ? null : integer.golden(),
            review == null ? null : review.graph(),
            manifest.head().graph(),
            Bundle.GOLDEN)
        .filter(Objects::nonNull)
        .toList();
  }

  private List<String> headInputs() {
    List<String> inputs = new ArrayList<>(names(manifest.reviewCell()));
    inputs.add(HeadSpec.READOUT);
    return inputs;
  }

  private static List<String> names(@Nullable CellSpec cell) {
    return cell == null ? List.of() : cell.states().stream().map(StateSpec::name).toList();
  }

  private void named(String where, List<String> found, List<String> possible) {
    distinct(where, found);
    for (String name : found) {
      if (!possible.contains(name)) {
        throw wrong(where + " to name some of " + possible, name);
      }
    }
  }

  private void distinct(String where, List<String> names) {
    if (names.isEmpty()) {
      throw wrong("at least one of the " + where, "none");
    }
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (!seen.add(name)) {
        throw wrong("distinct " + where, name + " twice");
      }
    }
  }

  private BundleException wrong(String expected, String found) {
    return new BundleException(doing, expected, found, Remedy.EXPORT);
  }
}
