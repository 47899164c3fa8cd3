package io.undertone.job.dataset;

import static io.undertone.job.dataset.RefusedFilesTest.assertRefused;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of a path that leads to no file. */
class PathRemedyTest {

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "none.jsonl | Check the path given to --dataset.",
        "none,this.jsonl | Check the path given to --dataset.",
        "- | Give /dev/stdin for stdin.",
        "https://example.com/a.csv | Fetch what lies at that address, and give --dataset the path of the file.",
        "file:///a.csv | Give --dataset the path alone, without file: before it.",
        "in/*.jsonl | Only a shell replaces a pattern by names: write it there, without quotes and with blanks around it.",
      })
  void saysWhatToDoWhereThereIsNone(String path, String remedy) {
    assertRefused(Path.of(path), UTF_8, "expected a file that can be read, found none. " + remedy);
  }

  @Test
  void saysThatFilesAreSeparatedByBlanks() throws IOException {
    String file = Files.writeString(folder.resolve("a.csv"), "text").toString();
    assertRefused(
        Path.of(file + "," + file), UTF_8, "Separate the files by blanks, not by commas.");
  }

  @Test
  void saysThatALinkLeadsNowhere() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("a"), folder.resolve("none"));
    assertRefused(link, UTF_8, "found a link to none. Check the path given to --dataset.");
  }

  @ParameterizedTest
  @CsvSource({
    "dt=2024-01-01/part-00000-a1.c000.json, */*.json",
    "reviews.csv.gz, *.csv.gz",
    "000000_0.csv, *.csv",
    "part-00000, part*",
    "00, *",
  })
  void namesAPatternOfTheFilesInAFolder(String file, String pattern) throws IOException {
    put(file, "text");
    put("_SUCCESS", "");
    put("A", "");
    put(".part-0.crc", "crc");
    assertRefused(
        folder,
        UTF_8,
        "expected a file that can be read, found a folder. Give --dataset the files in it, such as "
            + folder.resolve(pattern)
            + ".");
  }

  @Test
  void saysThatAFolderHasNoFile() throws IOException {
    Files.createDirectory(folder.resolve("below"));
    assertRefused(folder, UTF_8, "found a folder. Give --dataset files; none is in that folder.");
  }

  @Test
  void saysThatAFileIsGoneBeforeItIsRead() {
    DatasetFile file = DatasetFile.of(folder.resolve("gone.jsonl"), UTF_8);
    assertThatThrownBy(() -> file.readableTwice(folder, "copy"))
        .hasMessageContaining("gone.jsonl: expected a file that can be read, found none. Check");
  }

  private void put(String file, String text) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }
}
