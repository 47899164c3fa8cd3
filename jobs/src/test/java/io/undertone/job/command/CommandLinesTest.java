package io.undertone.job.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every way to be wrong: the exit code, and one message that says what to do. */
class CommandLinesTest {

  private static final Path BUNDLES = Path.of("../models/bundles").toAbsolutePath().normalize();

  @TempDir Path folder;

  private final StringWriter messages = new StringWriter();

  @Test
  void asksForACommand() {
    assertThat(run()).isEqualTo(2);
    assertThat(messages)
        .hasToString(
            lines("Say which command to run.", "See 'undertone --help' for what there is."));
  }

  @Test
  void refusesAnUnknownOption() {
    assertThat(run("replay", "--dataset", "x", "--out", "y", "--bach", "3")).isEqualTo(2);
    assertThat(messages.toString())
        .startsWith("Unknown options: '--bach', '3'")
        .contains("See 'undertone replay --help' for what there is.");
  }

  @Test
  void namesAMisspeltOptionBesideTheOneThatIsMissing() {
    assertThat(run("replay", "--Dataset", "x", "--out", "y")).isEqualTo(2);
    assertThat(messages)
        .hasToString(
            lines(
                "Missing required option: '--dataset=FILE'",
                "These are not known: '--Dataset' 'x'",
                "See 'undertone replay --help' for what there is."));
  }

  @Test
  void refusesAValueThatIsNoDuration() {
    assertThat(run("run", "--delay-max", "10")).isEqualTo(2);
    assertThat(messages.toString())
        .startsWith(
            "Invalid value for option '--delay-max': '10' is not a duration; write a whole number and"
                + " ms, s, min, h or d, such as 10ms");
  }

  @Test
  void refusesTheLatenessThatIsGoneAndSaysWhatThereIs() {
    assertThat(run("classify", "--lateness-max", "1d")).isEqualTo(2);
    assertThat(messages.toString())
        .startsWith(
            "--lateness-max is gone: a late review always meets its user's memory. State stays for"
                + " --memory-idle-max and then --memory-spare.");
  }

  @Test
  void refusesAnEncodingThatThereIsNot() {
    assertThat(run("classify", "--encoding", "latin")).isEqualTo(2);
    assertThat(messages.toString())
        .startsWith("Invalid value for option '--encoding': 'latin' is not an encoding; write");
  }

  @Test
  void refusesABatchOfNone() {
    assertThat(run("classify", "--batch", "0")).isEqualTo(2);
    assertThat(messages.toString()).startsWith("--batch is 0; it has to be from 1 to 4096.");
  }

  @Test
  void refusesAGroupWithoutAName() {
    assertThat(run("run", "--group", " ")).isEqualTo(2);
    assertThat(messages.toString()).startsWith("--group is empty; name the consumer group");
  }

  @Test
  void refusesAFolderThatIsNoUri() {
    assertThat(run("memory", "--from", "x", "--forget", "ann", "--out", "file:///a b"))
        .isEqualTo(2);
    assertThat(messages.toString()).startsWith("--out is file:///a b, which is no URI: ");
  }

  @Test
  void takesAWordWithAnAtSignAsItIs() throws IOException {
    Path file = Files.writeString(folder.resolve("model"), "reviews-en-rnn");

    assertThat(run("models", "show", "@" + file)).isEqualTo(1);
    assertThat(messages.toString()).startsWith("Looking for the model '@" + file + "'");
  }

  @Test
  void refusesAConfigurationThatIsNotThere() {
    assertThat(run("run", "--config", "none.yaml")).isEqualTo(2);
    assertThat(messages.toString())
        .startsWith(
            "Reading the configuration file none.yaml: expected a file that can be read, found none"
                + " there. Check its name");
  }

  @Test
  void takesOptionsFromAConfiguration() throws IOException {
    Path config = Files.writeString(folder.resolve("job.yaml"), "model: nobody");

    assertThat(run("run", "--config", config.toString())).isEqualTo(1);
    assertThat(messages.toString()).startsWith("Looking for the model 'nobody'");
  }

  @Test
  void saysWhichModelsThereAre() {
    System.setProperty("undertone.bundles", BUNDLES.toString());

    assertThat(run("models", "show", "reviews-xx")).isEqualTo(1);
    assertThat(messages.toString())
        .startsWith(
            "Looking for the model 'reviews-xx': expected a bundle's name, a folder that holds a"
                + " manifest.json, or a URI, found none; the names in "
                + BUNDLES
                + " are: ")
        .contains("Name another one; 'undertone models list' shows what is there.");
  }

  @Test
  void saysThatADatasetIsMissing() {
    assertThat(run("replay", "--dataset", "none.jsonl", "--out", folder.toString())).isEqualTo(1);
    assertThat(messages)
        .hasToString(
            lines(
                "Reading the data set none.jsonl: expected a file that can be read, found none."
                    + " Check the path given to --dataset."));
  }

  @Test
  void refusesToMeasureForDays() {
    assertThat(run("bench", "--rounds", "0")).isEqualTo(2);
    assertThat(run("bench", "--rounds", "1001")).isEqualTo(2);
    assertThat(run("bench", "--seconds", "0")).isEqualTo(2);
    assertThat(run("bench", "--seconds", "3601")).isEqualTo(2);
    assertThat(messages.toString().lines().filter(line -> line.startsWith("--")))
        .containsExactly(
            "--rounds is 0; it has to be from 1 to 1000.",
            "--rounds is 1001; it has to be from 1 to 1000.",
            "--seconds is 0; it has to be from 1 to 3600.",
            "--seconds is 3601; it has to be from 1 to 3600.");
  }

  @Test
  void saysThatAReportCannotBeWrittenBeforeItMeasures() throws IOException {
    Path nowhere = folder.resolve("none").resolve("bench.json");

    assertThat(run("bench", "--json", nowhere.toString())).isEqualTo(1);
    assertThat(run("bench", "--json", folder.toString())).isEqualTo(1);
    assertThat(messages)
        .hasToString(
            lines(
                "Preparing the report "
                    + nowhere
                    + ": expected a file in a folder that can be written, found no such folder."
                    + " Make the folder, or give another --json.",
                "Preparing the report "
                    + folder
                    + ": expected a file in a folder that can be written, found a folder."
                    + " Make the folder, or give another --json."));
  }

  @Test
  void saysThatABundleIsDamaged() throws IOException {
    Path bundle = Files.createDirectory(folder.resolve("broken"));
    Files.writeString(bundle.resolve("manifest.json"), "{\"format\":\"other\"}");

    assertThat(run("models", "check", bundle.toString())).isEqualTo(1);
    assertThat(messages.toString()).contains("expected").contains("found").doesNotContain("\tat ");
  }

  @Test
  void saysThatNoBrokerAnswers() throws IOException {
    System.setProperty("undertone.bundles", BUNDLES.toString());
    String nobody = "localhost:" + freePort();

    assertThat(
            run(
                "run",
                "--bootstrap-servers",
                nobody,
                "--kafka-property",
                "default.api.timeout.ms=1500",
                "--kafka-property",
                "request.timeout.ms=1000"))
        .isEqualTo(1);
    assertThat(messages)
        .hasToString(
            lines(
                "Connecting to Kafka at "
                    + nobody
                    + ": expected a broker that answers, found none within 1500 ms. Check"
                    + " --bootstrap-servers, that the broker runs, and, where it asks for them,"
                    + " security settings given by --kafka-property."));
  }

  @Test
  void saysThatCheckpointsCannotBeWritten() throws IOException {
    System.setProperty("undertone.bundles", BUNDLES.toString());
    Path file = Files.writeString(folder.resolve("file"), "");

    for (String command : List.of("run", "demo")) {
      assertThat(run(command, "--checkpoint-dir", file.resolve("below").toString())).isEqualTo(1);
      assertThat(messages.toString())
          .startsWith("Preparing the folder of checkpoints file:")
          .contains("Give another --checkpoint-dir, or change who may write there.");
      messages.getBuffer().setLength(0);
    }
  }

  @Test
  void showsWhereItHappenedOnlyWhenAsked() {
    run("replay", "--dataset", "none.jsonl", "--out", "x");
    assertThat(messages.toString()).doesNotContain("\tat ");

    run("replay", "--dataset", "none.jsonl", "--out", "x", "--stacktrace");
    assertThat(messages.toString()).contains("\tat io.undertone.job.command.ReplayCommand");
  }

  @Test
  void takesWhatItDoesNotUseAndSaysSo() {
    assertThat(run("classify", "--state-backend=rocksdb", "--batch=0")).isEqualTo(2);
    assertThat(messages.toString())
        .startsWith(lines("classify has no use for --state-backend.") + "--batch is 0;");
  }

  @Test
  void saysWhichOptionNeedsAnother() {
    String[] alone = {"replay", "--unique-for=1h", "--batch=0", "--dataset=none", "--out=x"};
    assertThat(run(alone)).isEqualTo(2);
    assertThat(messages.toString())
        .startsWith(
            lines("--unique-for has no effect without --unique-reviews.") + "--batch is 0;");

    messages.getBuffer().setLength(0);
    run("classify", "--unique-for=1h", "--batch=0");
    assertThat(messages.toString())
        .startsWith(lines("classify has no use for --unique-for.") + "--batch is 0;");
  }

  @Test
  void looksForTheSavepointBeforeAnythingStarts() {
    Path none = Path.of("no-such", "savepoint").toAbsolutePath();
    System.setProperty("undertone.bundles", BUNDLES.toString());
    assertThat(run("run", "--bootstrap-servers", "localhost:1", "--restore-from", none.toString()))
        .isEqualTo(1);
    assertThat(messages.toString())
        .startsWith("Reading the savepoint file:" + none + ": expected the folder of a savepoint")
        .endsWith(
            lines(
                " Name the folder that holds the file: of a job's own, one that begins with"
                    + " savepoint- or chk-."));
  }

  private int run(String... arguments) {
    return CommandLines.execute(new PrintWriter(messages, true), arguments);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static String lines(String... lines) {
    return String.join(System.lineSeparator(), lines) + System.lineSeparator();
  }
}
