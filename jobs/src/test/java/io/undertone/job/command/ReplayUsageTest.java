package io.undertone.job.command;

import static io.undertone.job.dataset.Zipped.zipped;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.undertone.job.dataset.DatasetFile;
import io.undertone.job.kafka.TestJob;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a replay refuses before it begins. */
class ReplayUsageTest {

  private static final Path BUNDLES = Path.of("../models/bundles").toAbsolutePath().normalize();

  @TempDir Path folder;

  private final StringWriter messages = new StringWriter();

  @Test
  void saysNoPaceOfAFewReviews() {
    assertThat(ReplayCommand.pace(0.4, 3.2)).isEmpty();
    assertThat(ReplayCommand.pace(0, 0)).isEmpty();
    assertThat(ReplayCommand.pace(1234.2, 66_000)).isEqualTo(": 1,234 reviews/s, 66,000 tokens/s");
  }

  @Test
  void namesEveryDatasetThatCannotBeRead() throws IOException {
    Path zipped = Files.write(folder.resolve("set.jsonl"), new byte[] {'P', 'K', 3, 4});

    assertThat(
            run(
                "replay",
                "--dataset",
                "none.jsonl",
                zipped.toString(),
                "--out",
                folder.resolve("out").toString()))
        .isEqualTo(1);
    assertThat(messages)
        .hasToString(
            lines(
                "Reading the data set none.jsonl: expected a file that can be read, found none."
                    + " Check the path given to --dataset.",
                "Reading the data set "
                    + zipped
                    + ": expected JSONL, one JSON array or CSV, plain or gzip, found a zip archive."
                    + " Unpack it, and give the file inside to --dataset."));
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void leavesOutTheEmptyFilesThatStandBesideData() throws IOException {
    Path data = Files.writeString(folder.resolve("part-0.jsonl"), "{\"text\":\"a\"}");
    Path mark = Files.createFile(folder.resolve("_SUCCESS"));
    Path part = Files.write(folder.resolve("part-1.gz"), zipped(new byte[0]));
    List<Path> empty = List.of(mark, part);
    PrintWriter said = new PrintWriter(messages, true);

    assertThat(ReplayCommand.readable(List.of(mark, data, part), UTF_8, "--history", said))
        .containsExactly(DatasetFile.of(data, UTF_8));
    assertThat(messages)
        .hasToString(
            lines("Empty files of --history, which are left out: 2, _SUCCESS, part-1.gz."));
    assertThat(ReplayCommand.readable(List.of(data), UTF_8, "--dataset", said)).hasSize(1);
    assertThat(messages.toString().lines()).hasSize(1);
    assertThatThrownBy(() -> ReplayCommand.readable(empty, UTF_8, "--dataset", said))
        .hasMessageContaining(
            part + ": expected JSONL, one JSON array or CSV, plain or gzip, found")
        .hasMessageEndingWith("found an empty file. Give another --dataset, or leave it out.");
    assertThat(messages.toString().lines().skip(1))
        .as("the others")
        .singleElement()
        .asString()
        .startsWith("Reading the data set " + mark);
  }

  @Test
  void scoresNoRowWhereNoneHasAFieldThatWasNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("set.jsonl"), "{\"text\":\"a\",\"who\":\"ann\"}");
    Path out = folder.resolve("out");
    List<String> replay = List.of("replay", "--dataset", file.toString(), "--out", out.toString());
    System.setProperty("undertone.bundles", BUNDLES.toString());

    assertThat(run(replay, "--model", "reviews-en-rnn", "--fields", "user_id=whom")).isEqualTo(1);
    assertThat(messages)
        .hasToString(
            lines(
                "Reading the data set %s: expected rows with whom (user_id), as --fields says, found no"
                        .formatted(file)
                    + " row that has it; the first row has the fields text, who. Name by --fields"
                    + " what the rows have, and leave out the rest. If it is an object around"
                    + " reviews, write each on a line, such as by jq -c '.reviews[]'."));
    assertThat(out).doesNotExist();
  }

  @Test
  void refusesAFileThatIsGivenTwice() throws IOException {
    Path file = Files.writeString(folder.resolve("set.jsonl"), "{}");
    Path link = Files.createSymbolicLink(folder.resolve("link.jsonl"), file);

    assertThat(
            run(
                List.of("replay", "--out", folder.resolve("out").toString(), "--dataset"),
                file.toString(),
                link.toString()))
        .isEqualTo(2);
    assertThat(messages.toString())
        .startsWith(
            "--dataset names one file twice, as %s and as %s; give it once.".formatted(file, link));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sentiments.jsonl", "rejected.jsonl", "metrics.json", "report.html"})
  void refusesADataSetThatTheResultsWouldReplace(String name) throws IOException {
    Path file = Files.writeString(folder.resolve(name), "{\"text\":\"a\"}");
    Path link = Files.createSymbolicLink(folder.resolve("link.jsonl"), file);

    assertThat(run("replay", "--dataset", link.toString(), "--out", folder.toString()))
        .isEqualTo(2);
    assertThat(messages.toString())
        .startsWith(
            "--dataset names %s, which the results in --out %s would replace; give another --out."
                .formatted(link, folder));
    assertThat(file).hasContent("{\"text\":\"a\"}");
  }

  @Test
  void refusesAnEncodingThatJavaDoesNotKnow() {
    assertThat(run("replay", "--dataset", "x", "--out", "y", "--encoding", "utf-99")).isEqualTo(2);
    assertThat(messages.toString())
        .startsWith(
            "Invalid value for option '--encoding': 'utf-99' is not an encoding; write a name such"
                + " as utf-16le, gb18030 or windows-1252");
  }

  @Test
  void refusesAnEmptyPathWhichWouldBeTheFolderOfTheCommand() {
    assertThat(run("replay", "--dataset", "x", "--out", "")).isEqualTo(2);
    assertThat(run("replay", "--dataset", "", "--out", "y")).isEqualTo(2);
    assertThat(messages.toString())
        .contains("'--out': it is empty; name a file or a folder")
        .contains("'--dataset' at index 0 (FILE): it is empty; name a file or a folder");
  }

  @Test
  void refusesRegistryFramesInFiles() {
    assertThat(run("replay", "--dataset", "x", "--out", "y", "--value", "registry")).isEqualTo(2);
    assertThat(messages.toString())
        .startsWith("--value is registry; it has to be json, connect or debezium, since files of");
  }

  @ParameterizedTest
  @MethodSource("labels")
  void refusesLabelsThatSayNothingAndWhatIsNoNumber(List<String> options, String message)
      throws IOException {
    System.setProperty("undertone.bundles", BUNDLES.toString());
    Path dataset = Files.writeString(folder.resolve("set.jsonl"), "{}");
    List<String> command =
        List.of(
            "replay", "--dataset", dataset.toString(), "--out", folder.resolve("out").toString());

    assertThat(run(command, options.toArray(String[]::new))).isEqualTo(2);
    assertThat(messages.toString()).startsWith(message + System.lineSeparator());
  }

  static Stream<Arguments> labels() {
    return Stream.of(
        Arguments.of(
            List.of("--labels", "1=good"),
            "--labels names 'good', which is no label of %s; it has negative, positive."
                .formatted(TestJob.MODEL.manifest().id())),
        Arguments.of(
            List.of("--labels", "1=positive,1=negative"),
            "--labels names 1 twice; it has to be named once."),
        Arguments.of(
            List.of("--labels", "1=positive", "--labels", "1=positive"),
            "--labels names 1 twice; it has to be named once."),
        Arguments.of(List.of("--labels", "1="), "--labels has '1='; it has to be LABEL=NAME."),
        Arguments.of(
            List.of("--positive-rating", "NaN"),
            "--positive-rating is NaN; it has to be a finite number, such as 4."),
        Arguments.of(
            List.of("--positive-rating", "4,5"),
            "Invalid value for option '--positive-rating': '4,5' is not a number; write one such as"
                + " 4.5"),
        Arguments.of(
            List.of("--text-bytes-max", "99999999999"),
            "Invalid value for option '--text-bytes-max': '99999999999' is not a whole number from"
                + " -2147483648 to 2147483647"),
        Arguments.of(
            List.of("--positive-rating=-Infinity"),
            "--positive-rating is -Infinity; it has to be a finite number, such as 4."),
        Arguments.of(
            List.of("--positive-rating", "4", "--model", "time-machine-rnn"),
            "--positive-rating makes the labels positive and negative; time-machine-rnn@1 has none."),
        Arguments.of(
            List.of("--labels", "1=positive", "--positive-rating", "4"),
            "--labels and --positive-rating both say what the labels are; give one of them."));
  }

  private int run(List<String> command, String... options) {
    return run(Stream.concat(command.stream(), Stream.of(options)).toArray(String[]::new));
  }

  private int run(String... arguments) {
    return CommandLines.execute(new PrintWriter(messages, true), arguments);
  }

  private static String lines(String... lines) {
    return String.join(System.lineSeparator(), lines) + System.lineSeparator();
  }
}
