package io.undertone.job.dataset;

import static io.undertone.job.dataset.DatasetFileTest.rows;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables between tabs, whose quotes often mean nothing, as in Amazon's files of reviews. */
class TabbedRowsTest {

  @TempDir Path folder;

  @Test
  void losesNoRowsBetweenTwoQuotesOfUsers() throws IOException {
    assertThat(
            json(
                "id\ttext\tday",
                "1\t\"The best of all\t2015-08-31",
                "2\tfine\t2015-08-31",
                "3\tmy son says \"wow\"\t2015-08-31"))
        .containsExactly(
            "{'id':'1','text':'\\'The best of all','day':'2015-08-31'}",
            "{'id':'2','text':'fine','day':'2015-08-31'}",
            "{'id':'3','text':'my son says \\'wow\\'','day':'2015-08-31'}");
  }

  @Test
  void readsQuotesThatAreNotAroundACellAsTheyStand() throws IOException {
    assertThat(
            json(
                "id\ttext",
                "\"5_8\"\t\"It is \\\"fine\\\" here\"",
                "\"5_9\"\t\"One\" of \"two\"",
                "\"6_0\"\t\"He said \"\"no\"\"\"",
                "\"6_1\"\t\"only begun"))
        .containsExactly(
            "{'id':'5_8','text':'\\'It is \\\\\\'fine\\\\\\' here\\''}",
            "{'id':'5_9','text':'\\'One\\' of \\'two\\''}",
            "{'id':'6_0','text':'He said \\'no\\''}",
            "a quote that is opened is not closed in 1 line, all rejected with it: double a quote"
                + " inside a cell");
  }

  @Test
  void readsALastLineWhoseQuoteIsOpen() throws IOException {
    assertThat(json("id\ttext\tday", "1\t\"begun\tx"))
        .containsExactly("{'id':'1','text':'\\'begun','day':'x'}");
  }

  @Test
  void keepsLineEndsAndTabsBetweenQuotes() throws IOException {
    assertThat(
            json(
                "id\tday\ttext",
                "1\tx\t\"two",
                "lines\tand a tab\"",
                "2\ty\t\"a",
                "",
                "b\"",
                "3\tz\tc"))
        .containsExactly(
            "{'id':'1','day':'x','text':'two\\nlines\\tand a tab'}",
            "{'id':'2','day':'y','text':'a\\n\\nb'}",
            "{'id':'3','day':'z','text':'c'}");
    assertThat(json("id\ttext", "1\t\"two", "lines\tand a tab\""))
        .as("two columns")
        .containsExactly("{'id':'1','text':'two\\nlines\\tand a tab'}");
  }

  @Test
  void rejectsARowOfOtherCells() throws IOException {
    assertThat(json("id\ttext\tday", "1\t\"a\" b\tx\ty"))
        .containsExactly("quotes inside a cell that are neither doubled nor its ends: double them");
  }

  @Test
  void refusesFilesThatWereJoinedThoughTheirColumnsDiffer() {
    assertThatThrownBy(() -> json("user\ttext\t", "ann\tgood\t", "text\tuser\t", "bad\tbob\t"))
        .hasMessageEndingWith(
            "expected columns in one order, found their names in another order in line 3, as joined"
                + " files bring it. Give the files one by one.");
  }

  /** The rows as JSON in single quotes, or what is wrong with them. */
  private List<String> json(String... lines) throws IOException {
    Path file = Files.writeString(folder.resolve("set.tsv"), String.join("\n", lines) + "\n");
    return rows(DatasetFile.of(file, UTF_8)).stream()
        .map(
            row ->
                row.json() == null
                    ? row.fault() == null ? "" : row.fault().detail()
                    : new String(row.json(), UTF_8).replace('"', '\''))
        .toList();
  }
}
