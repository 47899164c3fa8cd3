package io.undertone.model;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that a bundle says of itself, as {@code manifest.json} has it.
 *
 * @param labels the label of each logit, by index; none in a language model, whose logits are the
 *     next token's
 * @param surprise name of the token-cell state in which a language model sums up the nats of a
 *     review's tokens; null in a model with labels
 * @param readout names of the token-cell states whose concatenation, in this order, is the readout
 * @param reviewCell null where the model has none
 * @param files every file of the bundle but the manifest and the model card, by name
 * @param stateFingerprint hash over all that gives the users' kept states their meaning
 * @param parameters number of trained weights
 */
public record Manifest(
    String name,
    String version,
    String language,
    List<String> labels,
    TokenizerSpec tokenizer,
    CellSpec tokenCell,
    @JsonSetter(nulls = Nulls.SET) @Nullable String surprise,
    List<String> readout,
    @JsonSetter(nulls = Nulls.SET) @Nullable CellSpec reviewCell,
    HeadSpec head,
    Map<String, FileSpec> files,
    String stateFingerprint,
    TrainingSpec training,
    List<Quality> quality,
    long parameters) {

  public Manifest {
    labels = List.copyOf(labels);
    readout = List.copyOf(readout);
    files = Map.copyOf(files);
    quality = List.copyOf(quality);
    BundleJson.atLeast(0, "parameters", parameters);
  }

  /** Reads {@code manifest.json}. {@link ManifestCheck} proves that the fields fit each other. */
  static Manifest read(Path file) {
    return BundleJson.read(file, "undertone-bundle/1", Manifest.class);
  }

  /** {@code name@version}, as results name the model that gave them. */
  public String id() {
    return name + "@" + version;
  }

  /** The same for two bundles whose tokenizers give the same ids for any text. */
  public String tokenizerFingerprint() {
    return StateFingerprint.ofTokenizer(this);
  }

  /** Number of logits, C: a label each, or a token each in a language model. */
  public int logits() {
    return surprise == null ? labels.size() : tokenizer.vocabulary();
  }

  /** Floats that are kept of each user, those of the states of user scope; 0 without a memory. */
  public int memoryFloats() {
    return states().stream()
        .filter(state -> state.scope() == Scope.USER)
        .mapToInt(StateSpec::size)
        .sum();
  }

  /** Every state of the bundle: the token cell's, then the review cell's. */
  public List<StateSpec> states() {
    CellSpec review = reviewCell;
    return review == null
        ? tokenCell.states()
        : Stream.concat(tokenCell.states().stream(), review.states().stream()).toList();
  }
}
