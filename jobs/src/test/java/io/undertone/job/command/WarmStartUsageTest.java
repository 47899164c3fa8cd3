package io.undertone.job.command;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.undertone.job.kafka.MemoryStart;
import io.undertone.job.kafka.ReadingStart;
import io.undertone.operator.settings.Answering;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Options of a warm start that are wrong, or contradict each other. */
class WarmStartUsageTest {

  private static final Path BUNDLES = Path.of("../models/bundles").toAbsolutePath().normalize();

  @TempDir Path folder;

  private final StringWriter messages = new StringWriter();

  @BeforeEach
  void saysWhereTheBundlesAre() {
    System.setProperty("undertone.bundles", BUNDLES.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2024-05-31|2024-05-31T00:00:00Z",
        "2024-05-31T18:00:00+02:00|2024-05-31T16:00:00Z",
        "1717178400000|2024-05-31T18:00:00Z"
      })
  void readsATimeAsReviewsGiveIt(String written, String time) {
    assertThat(new TimeConverter().convert(written)).isEqualTo(Instant.parse(time));
    assertThat(new AnsweringConverter().convert(written))
        .isEqualTo(new Answering(Instant.parse(time).toEpochMilli(), false, Answering.BEFORE_ALL));
  }

  @Test
  void latestIsNow() {
    long before = System.currentTimeMillis();
    Answering latest = requireNonNull(new AnsweringConverter().convert("latest"));
    assertThat(latest.latest()).isTrue();
    assertThat(latest.from()).isBetween(before, System.currentTimeMillis());
  }

  @Test
  void anEmptyTimeIsNone() {
    assertThat(run("run", "--start-from=", "--answer-from=", "--history", "x")).isEqualTo(2);
    assertThat(messages.toString())
        .startsWith("--history wants --answer-from: from when on reviews are answered.");
  }

  @Test
  void aJobThatHasLivedDoesNotBeginAgain() {
    WarmStartOptions options = new WarmStartOptions();
    options.startFrom = Instant.ofEpochMilli(5);
    options.answerFrom = new Answering(7, false, Answering.BEFORE_ALL);

    assertThat(options.start(MemoryStart.REFUSE, new RestorePoint(null, null, false)))
        .isEqualTo(new ReadingStart(MemoryStart.REFUSE, true, 5L, null));
    assertThat(options.start(MemoryStart.REFUSE, new RestorePoint(null, null, true)))
        .isEqualTo(ReadingStart.goingOn(MemoryStart.REFUSE));
  }

  /** High availability has forgotten it, and the configuration file still says so. */
  @Test
  void aJobThatHasLivedDoesNotBeginWithoutMemoriesAgain() {
    RestorePoint lived = new RestorePoint(null, null, true);
    assertThat(lived.memories(MemoryStart.EMPTY)).isEqualTo(MemoryStart.REFUSE);
    assertThat(lived.memories(MemoryStart.REFUSE)).isEqualTo(MemoryStart.REFUSE);
    RestorePoint begins = new RestorePoint(null, null, false);
    assertThat(begins.memories(MemoryStart.EMPTY)).isEqualTo(MemoryStart.EMPTY);
  }

  @Test
  void refusesWhatIsNoTime() {
    assertThat(run("run", "--start-from", "31/05/2024")).isEqualTo(2);
    assertThat(run("run", "--answer-from", "soon")).isEqualTo(2);
    assertThat(messages.toString())
        .contains(
            "Invalid value for option '--start-from': '31/05/2024' is not a time; write one such as"
                + " 2024-05-31, 2024-05-31T18:00:00Z or 1717178400000"
                + System.lineSeparator())
        .contains(
            "Invalid value for option '--answer-from': 'soon' is not a time; write one such as"
                + " 2024-05-31, 2024-05-31T18:00:00Z or 1717178400000, or latest"
                + System.lineSeparator());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "--answer-from 2024-05-31 --start-from 2024-06-01"
            + "|--start-from is 2024-06-01T00:00:00Z, later than --answer-from,"
            + " 2024-05-31T00:00:00Z; reviews between would get no answer.",
        "--answer-from 2024-05-31 --memory-start empty"
            + "|--memory-start empty begins without memories, and --answer-from builds them; leave"
            + " one out.",
        "--answer-from 2024-05-31 --history x --restore-from y"
            + "|--history and --restore-from both say what is remembered; leave one out.",
        "--answer-from 2024-05-31 --history x --value registry"
            + "|--value is registry, and files of --history have no frames; write a savepoint with"
            + " replay and give --restore-from.",
        "--answer-from 2024-05-31 --history x --memory reset"
            + "|--history is about memories, and --memory reset keeps none; leave one out.",
        "--encoding gb18030"
            + "|--encoding is about the data sets of --history, and there are none."
      })
  void refusesOptionsThatContradictEachOther(String options, String words) {
    assertThat(run(("run --checkpoint-dir " + folder + " " + options).split(" "))).isEqualTo(2);
    assertThat(messages.toString())
        .isEqualTo(
            words
                + System.lineSeparator()
                + "See 'undertone run --help' for what there is."
                + System.lineSeparator());
  }

  @Test
  void namesEveryFileOfTheHistoryThatCannotBeRead() {
    String[] command =
        "run --answer-from 2024-05-31 --history no.jsonl none.jsonl --checkpoint-dir".split(" ");
    assertThat(run(with(command, folder.toString()))).isEqualTo(1);
    assertThat(messages.toString())
        .isEqualTo(
            ("Reading the data set no.jsonl: expected a file that can be read, found none. Check"
                    + " the path given to --history.%n"
                    + "Reading the data set none.jsonl: expected a file that can be read, found"
                    + " none. Check the path given to --history.%n")
                .formatted());
  }

  @Test
  void writesNoSavepointOfMemoriesThatAreNotKept() throws IOException {
    Path rows = Files.writeString(folder.resolve("rows.jsonl"), "{\"text\":\"fine\"}");
    Path out = folder.resolve("out");
    String[] replay = {
      "replay", "--dataset", rows.toString(), "--out", out.toString(), "--savepoint"
    };
    Path memories = folder.resolve("memories");

    assertThat(run(with(with(with(replay, memories.toString()), "--memory"), "reset")))
        .isEqualTo(2);
    assertThat(messages.toString())
        .startsWith("--savepoint is about memories, and --memory reset keeps none; leave one out.");
    assertThat(memories).doesNotExist();
    assertThat(out).doesNotExist();
  }

  @Test
  void putsNoSavepointWhereSomethingElseIsToLie() throws IOException {
    Path rows = Files.writeString(folder.resolve("rows.jsonl"), "{\"text\":\"fine\"}");
    Path out = folder.resolve("out");
    String[] replay = {
      "replay", "--dataset", rows.toString(), "--out", out.toString(), "--savepoint"
    };
    for (Path savepoint : List.of(out, folder, out.resolve("../out/memories"))) {
      messages.getBuffer().setLength(0);
      assertThat(run(with(replay, savepoint.toString()))).isEqualTo(2);
      assertThat(messages.toString())
          .startsWith(
              "--savepoint %s and --out %s are one folder, or one is in the other; give two that are apart."
                  .formatted(savepoint, out));
    }
    messages.getBuffer().setLength(0);
    assertThat(run(with(replay, ".."))).isEqualTo(2);
    assertThat(messages.toString())
        .startsWith(
            "--savepoint .. holds the folder %s, where this command runs; give one that is not there yet."
                .formatted(Path.of("").toAbsolutePath()));
    assertThat(out).doesNotExist();
  }

  private static String[] with(String[] words, String more) {
    String[] all = Arrays.copyOf(words, words.length + 1);
    all[words.length] = more;
    return all;
  }

  private int run(String... arguments) {
    return CommandLines.execute(new PrintWriter(messages, true), arguments);
  }
}
