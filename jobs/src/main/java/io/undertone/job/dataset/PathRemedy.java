package io.undertone.job.dataset;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What to do where the path of a data set leads to no file. Knows no file's content. Stateless. */
final class PathRemedy {

  /** Folders within folders that are looked into. */
  private static final int DEPTH_MAX = 4;

  /** Files and folders that are looked at. */
  private static final int LOOKED_AT_MAX = 1000;

  /** A scheme as it is left where an address was taken for a path. */
  private static final Pattern ADDRESS = Pattern.compile("[a-z][a-z0-9+.-]+:/");

  private static final Pattern PATTERN = Pattern.compile("[*?]");

  /** The end of a file's name that its neighbours share. */
  private static final Pattern ENDING = Pattern.compile("\\.[A-Za-z0-9]{1,10}(?:\\.gz)?$");

  private PathRemedy() {}

  /** Where there is no file. */
  static String of(Path missing) {
    String path = missing.toString();
    if (path.equals("-")) {
      return "Give /dev/stdin for stdin.";
    }
    if (path.startsWith("file:")) {
      return "Give --dataset the path alone, without file: before it.";
    }
    if (ADDRESS.matcher(path).lookingAt()) {
      return "Fetch what lies at that address, and give --dataset the path of the file.";
    }
    if (PATTERN.matcher(path).find()) {
      return "Only a shell replaces a pattern by names: write it there, without quotes and with"
          + " blanks around it.";
    }
    boolean list =
        path.contains(",") && Arrays.stream(path.split(",")).map(Path::of).allMatch(Files::exists);
    return list
        ? "Separate the files by blanks, not by commas."
        : "Check the path given to --dataset.";
  }

  /** Where there is a folder. */
  static String ofFolder(Path folder) {
    return patternOf(folder)
        .map("Give --dataset the files in it, such as %s."::formatted)
        .orElse("Give --dataset files; none is in that folder.");
  }

  /** A pattern that a file in the folder fits, and others of its kind. */
  private static Optional<Path> patternOf(Path folder) {
    try (Stream<Path> all = Files.walk(folder, DEPTH_MAX)) {
      return all.limit(LOOKED_AT_MAX)
          .filter(Files::isRegularFile)
          .map(folder::relativize)
          .filter(file -> isOfData(file) && folder.resolve(file).toFile().length() > 0)
          .min(Comparator.naturalOrder())
          .map(file -> folder.resolve(pattern(file)));
    } catch (IOException | UncheckedIOException unreadable) {
      return Optional.of(folder.resolve("*"));
    }
  }

  /** Programs write marks beside the data: {@code _SUCCESS}, {@code .part-0.crc}. */
  private static boolean isOfData(Path file) {
    return Stream.of(file.toString().split("/"))
        .noneMatch(name -> name.startsWith(".") || name.startsWith("_"));
  }

  private static String pattern(Path file) {
    String name = String.valueOf(file.getFileName());
    Matcher ending = ENDING.matcher(name);
    String last = ending.find() ? "*" + ending.group() : name.replaceFirst("[^A-Za-z].*|$", "*");
    return "*/".repeat(file.getNameCount() - 1) + last;
  }
}
