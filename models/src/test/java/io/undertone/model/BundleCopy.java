package io.undertone.model;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Bundles for tests: where they are, and copies of them to be damaged. */
public record BundleCopy(Path folder) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path TINY = Path.of("src/test/resources/bundles");
  private static final Path SHIPPED = Path.of("bundles");

  /** Every bundle at hand: the tiny ones of the tests, and all that ship. */
  public static List<Path> all() {
    return Stream.of(TINY, SHIPPED).flatMap(BundleCopy::within).sorted().toList();
  }

  /** Those of them that have a sequence graph. */
  public static List<Path> withSequence() {
    return all().stream()
        .filter(path -> Bundle.open(path).manifest().tokenCell().sequenceGraph() != null)
        .toList();
  }

  /** Those of them whose tokens are of this kind. */
  public static List<Path> withTokenizer(Class<? extends TokenizerSpec> kind) {
    return all().stream()
        .filter(path -> kind.isInstance(Bundle.open(path).manifest().tokenizer()))
        .toList();
  }

  /** One of the tiny ones. */
  public static Path tiny(String name) {
    return TINY.resolve(name);
  }

  /** Copies a bundle's files into an empty folder. */
  public static BundleCopy of(Path bundle, Path into) throws IOException {
    try (Stream<Path> files = Files.list(bundle)) {
      for (Path file : files.toList()) {
        Files.copy(file, into.resolve(file.getFileName().toString()));
      }
    }
    return new BundleCopy(into);
  }

  /** Copies a bundle's manifest alone, over one that is there. */
  public static BundleCopy manifestOf(Path bundle, Path into) throws IOException {
    Files.copy(
        bundle.resolve("manifest.json"),
        into.resolve("manifest.json"),
        StandardCopyOption.REPLACE_EXISTING);
    return new BundleCopy(into);
  }

  /** Edits the manifest. */
  public BundleCopy manifest(Consumer<ObjectNode> edit) throws IOException {
    Path file = folder.resolve("manifest.json");
    ObjectNode manifest = (ObjectNode) JSON.readTree(file.toFile());
    edit.accept(manifest);
    JSON.writeValue(file.toFile(), manifest);
    return this;
  }

  /** Flips one bit of the byte at an offset. */
  public BundleCopy flip(String name, int offset) throws IOException {
    byte[] bytes = Files.readAllBytes(folder.resolve(name));
    bytes[offset] ^= 0x40;
    Files.write(folder.resolve(name), bytes);
    return this;
  }

  /** Replaces the first occurrence of a text in a file. */
  public BundleCopy replace(String name, String text, String by) throws IOException {
    Path file = folder.resolve(name);
    String content = Files.readString(file, StandardCharsets.UTF_8);
    int at = content.indexOf(text);
    if (at < 0) {
      throw new IllegalArgumentException(name + " has no " + text);
    }
    Files.writeString(file, content.substring(0, at) + by + content.substring(at + text.length()));
    return this;
  }

  /**
   * Writes bytes and hashes as they are now into the manifest, and the fingerprint that follows.
   */
  public BundleCopy sign() throws IOException {
    manifest(
        manifest -> {
          ObjectNode files = (ObjectNode) manifest.get("files");
          files.fieldNames().forEachRemaining(name -> sign(files, name));
        });
    Manifest read = Manifest.read(folder.resolve("manifest.json"));
    return manifest(manifest -> manifest.put("state_fingerprint", StateFingerprint.of(read)));
  }

  private void sign(ObjectNode files, String name) {
    try {
      byte[] bytes = Files.readAllBytes(folder.resolve(name));
      ((ObjectNode) files.get(name)).put("bytes", bytes.length).put("sha256", Sha256.of(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Path> within(Path folder) {
    if (!Files.isDirectory(folder)) {
      return Stream.empty();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Files::isDirectory).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
