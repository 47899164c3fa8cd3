package io.undertone.job.command;

import io.undertone.job.JobException;
import io.undertone.model.Bundle;
import io.undertone.operator.model.ModelSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the bundle of {@code --model}: a URI, a folder, or a name in the folder of bundles, with or
 * without the bundle's version. That folder is the system property {@value #PROPERTY}, which the
 * launcher sets, or the environment's {@value #VARIABLE}, or {@code models/bundles} where the
 * command runs.
 */
final class ModelName {

  static final String DEFAULT = "reviews-en-lstm";

  private static final String PROPERTY = "undertone.bundles";
  private static final String VARIABLE = "UNDERTONE_BUNDLES";

  /** A model as results name it. */
  private static final Pattern VERSIONED = Pattern.compile("(.+)@[0-9]+");

  private ModelName() {}

  /**
   * Where the bundle is: a URI, or the path of a folder with a manifest.
   *
   * @throws JobException if there is no such bundle
   */
  static String locate(String model) {
    if (ModelSource.isUri(model)) {
      return model;
    }
    Path folder = Path.of(model);
    if (Files.isRegularFile(folder.resolve(Bundle.MANIFEST))) {
      return folder.toAbsolutePath().normalize().toString();
    }
    boolean name = folder.getNameCount() == 1 && !folder.isAbsolute();
    Path bundle = bundles().resolve(folder);
    if (name && Files.isRegularFile(bundle.resolve(Bundle.MANIFEST))) {
      return bundle.toString();
    }
    Matcher versioned = VERSIONED.matcher(model);
    if (versioned.matches() && names().contains(versioned.group(1))) {
      return here(versioned.group(1), model);
    }
    throw new JobException(
        "Looking for the model '" + model + "'",
        "a bundle's name, a folder that holds a " + Bundle.MANIFEST + ", or a URI",
        "none; the names in " + bundles() + " are: " + String.join(", ", names()),
        "Name another one; 'undertone models list' shows what is there.");
  }

  /**
   * The bundle of a name, if its version is the one that results name.
   *
   * @param id name and version, as results have them
   */
  private static String here(String name, String id) {
    String bundle = bundles().resolve(name).toString();
    String found = ModelSource.at(bundle).manifest().id();
    if (!found.equals(id)) {
      throw new JobException(
          "Looking for the model '" + id + "'",
          "that version in " + bundle,
          found,
          "Name %s without a version to take that one. For another version name its folder; the"
                  .formatted(name)
              + " history of the project's repository has those that shipped.");
    }
    return bundle;
  }

  /** The names of the bundles that lie in the folder of bundles. */
  static List<String> names() {
    try (Stream<Path> folders = Files.list(bundles())) {
      return folders
          .filter(folder -> Files.isRegularFile(folder.resolve(Bundle.MANIFEST)))
          .map(folder -> folder.getFileName().toString())
          .sorted()
          .toList();
    } catch (IOException unreadable) {
      throw new JobException(
          "Looking for bundles in " + bundles(),
          "a folder that can be read",
          Files.exists(bundles()) ? "one that cannot" : "none there",
          "Name the folder of models by " + VARIABLE + ", or one model by its own folder.",
          unreadable);
    }
  }

  private static Path bundles() {
    @Nullable String given = System.getProperty(PROPERTY, System.getenv(VARIABLE));
    return Path.of(given == null ? "models/bundles" : given).toAbsolutePath().normalize();
  }
}
