package io.undertone.job.dataset;

import io.undertone.job.JobException;
import io.undertone.job.local.Counted;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipException;

/** Makes the exceptions for files that cannot be read as data sets. Stateless. */
final class DatasetErrors {

  private static final String DATA_SET = "JSONL, one JSON array or CSV, plain or gzip";
  private static final String NAMES_EXPECTED =
      "a first row that names the columns of the CSV, each once";
  private static final String FILE = "a file that can be read";

  private DatasetErrors() {}

  static void requireThere(Path file) {
    if (Files.isDirectory(file)) {
      throw new JobException(doing(file), FILE, "a folder", PathRemedy.ofFolder(file));
    }
    if (!Files.isReadable(file)) {
      boolean there = Files.exists(file);
      boolean link = Files.isSymbolicLink(file);
      throw new JobException(
          doing(file),
          FILE,
          there ? "one that this user may not read" : link ? "a link to none" : "none",
          there ? "Change who may read it, or give another --dataset." : PathRemedy.of(file));
    }
  }

  /** The exception for a failure while reading. */
  static JobException because(Path file, Charset charset, IOException failure) {
    if (failure instanceof CharacterCodingException) {
      return encoding(file, charset, "bytes that are not", failure);
    }
    boolean cut = failure instanceof EOFException || failure instanceof ZipException;
    return new JobException(
        doing(file),
        cut ? "a whole gzip file" : FILE,
        cut ? "one that is cut off or damaged" : JobException.found(failure),
        "Check the path and the file given to --dataset.",
        failure);
  }

  /** The exception for a pipe that cannot be copied into a folder. */
  static JobException notCopied(Path file, Path folder, IOException failure) {
    return new JobException(
        "Copying the data set %s, which can be read only once, to %s".formatted(file, folder),
        "room for all of it",
        JobException.found(failure),
        "Make room there, or give --dataset a file.",
        failure);
  }

  static JobException empty(Path file) {
    return new JobException(
        doing(file), DATA_SET, "an empty file", "Give another --dataset, or leave it out.");
  }

  static JobException foreign(Path file, String found, String remedy) {
    return new JobException(doing(file), DATA_SET, found, remedy);
  }

  static JobException encoding(Path file, Charset charset, String found) {
    return new JobException(doing(file), "text in " + charset.name(), found, encodingRemedy());
  }

  static JobException zero(Path file, Charset charset, int at) {
    return new JobException(
        doing(file),
        "text in " + charset.name(),
        "a zero as byte " + at + ", so UTF-16 or no text",
        encodingRemedy() + " If it is no text, unpack it, or save it as JSONL or CSV.");
  }

  private static JobException encoding(
      Path file, Charset charset, String found, IOException failure) {
    return new JobException(
        doing(file), "text in " + charset.name(), found, encodingRemedy(), failure);
  }

  static JobException array(Path file, long rows, String found, String remedy) {
    return new JobException(
        doing(file),
        "one whole JSON array of objects",
        found + " after " + Counted.of(rows, "row"),
        remedy);
  }

  static JobException header(Path file) {
    return new JobException(
        doing(file),
        NAMES_EXPECTED,
        "one that cannot be read",
        "Mend that row, or name the encoding by --encoding.");
  }

  static JobException quotesInHeader(Path file) {
    return new JobException(
        doing(file),
        NAMES_EXPECTED,
        "quotes there that are not around a whole name",
        "Separate the names by commas, semicolons, tabs or |, and double a quote inside a name.");
  }

  /**
   * @param again the number of the column that has the name of the first
   */
  static JobException repeatedName(Path file, int first, int again) {
    return new JobException(
        doing(file),
        NAMES_EXPECTED,
        "the name of column %d again as column %d".formatted(first, again),
        "Give one of them another name; if that row holds no names, add a first row of names.");
  }

  static JobException otherHeader(Path file, long line) {
    return new JobException(
        doing(file),
        "columns in one order",
        "their names in another order in line " + line + ", as joined files bring it",
        "Give the files one by one.");
  }

  static JobException carriageReturns(Path file) {
    return new JobException(
        doing(file),
        "lines that end in a line feed",
        "carriage returns alone",
        "Save it with line feeds, such as by tr '\\r' '\\n'.");
  }

  static JobException otherLineFeeds(Path file, Charset charset) {
    return new JobException(
        doing(file),
        "lines in %s that end in the byte 0x15".formatted(charset.name()),
        "lines that end in the byte 0x25",
        "Convert it, such as by iconv -f %s -t UTF-8, and leave out --encoding."
            .formatted(charset.name()));
  }

  static JobException manyLines(Path file) {
    return new JobException(
        doing(file),
        DATA_SET,
        "one JSON object over several lines",
        "Write an object a line, such as by jq -c . or, where they are in an array inside, by"
            + " jq -c '.reviews[]'.");
  }

  private static String encodingRemedy() {
    return "Name the encoding by --encoding, such as utf-16le, gb18030 or windows-1252.";
  }

  private static String doing(Path file) {
    return "Reading the data set " + file;
  }
}
