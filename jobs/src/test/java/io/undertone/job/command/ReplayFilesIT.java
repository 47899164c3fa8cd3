package io.undertone.job.command;

import static io.undertone.job.dataset.Zipped.zipped;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.undertone.job.kafka.TestJob;
import io.undertone.job.kafka.TestReviews;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files as people have them, through the command, on a real bundle. */
class ReplayFilesIT {

  /** Inputs that were seen elsewhere, where a checkout has them beside it. */
  private static final Path CASES = Path.of("../../shared/cases");

  @TempDir Path folder;

  private String said = "";

  @BeforeEach
  void findsTheBundles() {
    System.setProperty("undertone.bundles", String.valueOf(TestReviews.BUNDLE.getParent()));
  }

  @Test
  void saysTheSameOfAReviewInWhateverFormItComes() throws Exception {
    List<String> rows =
        List.of(
            "{\"review_id\":\"a\",\"user_id\":\"u\",\"text\":\"Warm, and light.\"}",
            "{\"review_id\":\"b\",\"user_id\":\"u\",\"text\":\"The zip broke at once…\"}");
    String lines = String.join("\r\n", rows) + "\r\n\r\n \t\r\n";
    String array = "[" + String.join(",\n", rows) + "]";
    String table = "review_id;text;user_id\na;Warm, and light.;u\nb;\"The zip broke at once…\";u\n";

    replayed(file(("\uFEFF" + lines).getBytes(UTF_8)));
    List<String> plain = results();
    assertThat(plain).hasSize(2);
    for (byte[] bytes :
        List.of(
            zipped(array.getBytes(UTF_8)),
            zipped(table.getBytes(UTF_8)),
            ("\uFEFF" + table).getBytes(UTF_16LE))) {
      replayed(file(bytes));
      assertThat(results()).isEqualTo(plain);
    }
    replayed(file(lines.getBytes("gb18030")), "--encoding", "gb18030");
    assertThat(results()).isEqualTo(plain);
  }

  @Test
  void keepsTheEvidenceOfEachRejectedRow() throws Exception {
    byte[] broken = "{\"text\": \"caf\u00e9\"}".getBytes(ISO_8859_1);
    String tooLong = "{\"text\": \"" + "x".repeat(3_000_000) + "\"}";
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes("{\"text\": \"fine\", \"stars\": \"4.0\"}\n{\"stars\": 1}\n".getBytes(UTF_8));
    bytes.writeBytes(broken);
    bytes.writeBytes(("\n" + tooLong + "\n").getBytes(UTF_8));
    Path lines = Files.write(folder.resolve("a.jsonl"), bytes.toByteArray());
    Path table = Files.writeString(folder.resolve("b.csv"), "text,stars\nbad,2\nragged\n");

    assertThat(replay(List.of(lines, table), "--fields", "rating=stars", "--positive-rating", "4"))
        .as(said)
        .isZero();
    List<JsonNode> evidence = read("rejected.jsonl");
    assertThat(evidence)
        .extracting(each -> each.path("file").asText() + ":" + each.path("line").asInt())
        .containsExactly("a.jsonl:2", "a.jsonl:3", "a.jsonl:4", "b.csv:3");
    assertThat(evidence)
        .extracting(each -> each.path("reason").asText())
        .containsExactly("text_missing", "not_utf8", "text_too_long", "not_csv");
    assertThat(evidence)
        .extracting(each -> Base64.getDecoder().decode(each.path("bytes").asText()))
        .containsExactly(
            "{\"stars\": 1}".getBytes(UTF_8),
            broken,
            tooLong.getBytes(UTF_8),
            "ragged".getBytes(UTF_8));
    JsonNode metrics = read("metrics.json").get(0);
    assertThat(metrics.path("rejected_by_reason").toString())
        .isEqualTo("{\"not_csv\":1,\"not_utf8\":1,\"text_missing\":1,\"text_too_long\":1}");
    assertThat(metrics.path("rejected").asInt()).isEqualTo(4);
    assertThat(metrics.path("labelled").asInt()).isEqualTo(2);
    assertThat(said)
        .contains("Rejected a.jsonl:2: text_missing, ")
        .contains("Rows that cannot be decoded: 1. Check --encoding.");
  }

  @Test
  void namesTheFieldsThatAreThereWhereEveryRowLacksOne() throws Exception {
    Path dataset =
        lines("other.jsonl", "{\"words\":\"Warm.\",\"when\":1523059200}", "{\"words\":\"Cold.\"}");

    assertThat(replay(dataset)).isEqualTo(1);
    assertThat(said)
        .contains(
            "Replaying the data set "
                + dataset
                + ": expected rows with the field text, found 2 rows, all rejected (text_missing 2)"
                + "; the first has the fields words, when. Say which they are by --fields, such"
                + " as --fields text=NAME,user_id=NAME. Each is in "
                + folder.resolve("out/rejected.jsonl")
                + ".");
    assertThat(read("rejected.jsonl")).hasSize(2);
    assertThat(results()).isEmpty();
  }

  @Test
  void saysWhichLabelsDoNotCount() throws Exception {
    Path dataset =
        lines(
            "labels.jsonl",
            "{\"text\":\"Warm.\",\"label\":1}",
            "{\"text\":\"Cold.\",\"label\":\"Negative\"}",
            "{\"text\":\"Warm!\",\"label\":true}",
            "{\"text\":\"Cold!\"}");

    replayed(dataset);
    assertThat(said)
        .contains("Reviews without a label: 1.")
        .contains(
            "Reviews with a label that %s does not know: 3, 1 (1), Negative (1), true (1). It knows negative, positive. Name them by --labels, such as --labels 1=NAME."
                .formatted(TestJob.MODEL.manifest().id()));
    replayed(dataset, "--labels", "1=positive,true=positive,Negative=negative");
    assertThat(read("metrics.json").get(0).path("labelled").asInt()).isEqualTo(3);
    assertThat(replay(dataset, "--labels", "yes=positive")).isEqualTo(1);
    assertThat(said)
        .contains(
            "Labelling the data set "
                + dataset
                + ": expected one of the labels [negative, positive] in the field label, found 1"
                + " review without one and 3 with another: 1 (1), Negative (1), true (1)");
    assertThat(replay(dataset, "--positive-rating", "4")).isEqualTo(1);
    assertThat(said)
        .contains("expected a number in the field rating")
        .contains("found 4 reviews without one; the first row has the fields text, label. Name the")
        .contains("The results are in " + folder.resolve("out") + " all the same.");
    assertThat(results()).hasSize(4);
  }

  @Test
  void showsTheTextOfAMistakeOnlyWhenAsked() throws Exception {
    Path dataset =
        lines(
            "mistakes.jsonl",
            "{\"text\":\"Wonderful, warm and light.\",\"label\":\"negative\"}",
            "{\"text\":\"Broken at once, a waste.\",\"label\":\"positive\"}");

    replayed(dataset);
    assertThat(read("metrics.json").get(0).path("accuracy").asDouble()).isZero();
    assertThat(folder.resolve("out/report.html"))
        .content()
        .contains("mistakes.jsonl:1")
        .doesNotContain("warm and light", "a waste");
    replayed(dataset, "--report-texts");
    assertThat(folder.resolve("out/report.html"))
        .content()
        .contains("Wonderful, warm and light.", "Broken at once, a waste.");
  }

  @Test
  void saysThatTheTimesCannotBeRight() throws Exception {
    Path dataset = lines("old.jsonl", "{\"text\":\"x\",\"timestamp\":1523059200}");

    replayed(dataset);
    assertThat(said).contains("give --timestamp-unit s, ms or us.");
  }

  @Test
  void saysThatThereIsNoRow() throws Exception {
    Path dataset = lines("none.json", "[]");

    assertThat(replay(dataset)).isEqualTo(1);
    assertThat(said)
        .contains(
            "Reading the data set "
                + dataset
                + ": expected at least one row, found none. Give another --dataset.");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void writesNothingWhereAFileTurnsOutToBeCutOff() throws Exception {
    byte[] whole = zipped("{\"text\":\"fine\"}\n".repeat(50_000).getBytes(UTF_8));
    Path dataset = Files.write(folder.resolve("cut.gz"), Arrays.copyOf(whole, whole.length - 20));

    assertThat(replay(dataset)).isEqualTo(1);
    assertThat(said).contains("expected a whole gzip file, found one that is cut off or damaged.");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void readsTheFilesThatWereSeenElsewhere() throws Exception {
    assumeTrue(Files.isDirectory(CASES), CASES + " is not there");

    for (String name : List.of("file-bomcrlf.jsonl", "file-array1.json")) {
      replayed(CASES.resolve(name));
      assertThat(results()).hasSize(3);
      assertThat(results().get(2)).contains("\"remembered\":2");
    }
    replayed(
        CASES.resolve("file-in.csv"),
        "--fields",
        "text=review",
        "--labels",
        "1=positive,0=negative");
    assertThat(read("metrics.json").get(0).path("labelled").asInt()).isEqualTo(2);
    replayed(
        CASES.resolve("amazon-fields.jsonl"),
        "--fields",
        "user_id=reviewerID,text=reviewText,timestamp=unixReviewTime,rating=overall",
        "--timestamp-unit",
        "s",
        "--positive-rating",
        "4");
    assertThat(results())
        .hasSize(2)
        .last()
        .asString()
        .contains("\"user_id\":\"AX1\",\"timestamp\":1525824000000,")
        .contains("\"remembered\":1");
    assertThat(replay(CASES.resolve("amazon-fields.jsonl"))).isEqualTo(1);
    assertThat(said).contains("reviewerID, asin, reviewText, summary").contains("--fields");
    replayed(CASES.resolve("labels.jsonl"));
    assertThat(said).contains("0 (1), 1 (1), Positive (1), neg (1), true (1)");
    replayed(CASES.resolve("clock-replay.jsonl"));
    assertThat(results().stream().filter(line -> line.contains("\"user_id\":\"olga\"")))
        .hasSize(6)
        .last()
        .asString()
        .contains("\"remembered\":5");
  }

  private void replayed(Path dataset, String... options) {
    assertThat(replay(dataset, options)).as(said).isZero();
  }

  private int replay(Path dataset, String... options) {
    return replay(List.of(dataset), options);
  }

  private int replay(List<Path> dataset, String... options) {
    List<String> arguments = new ArrayList<>(List.of("replay", "--parallelism", "1"));
    arguments.addAll(List.of("--out", folder.resolve("out").toString(), "--dataset"));
    dataset.forEach(file -> arguments.add(file.toString()));
    arguments.addAll(List.of(options));
    PrintStream stderr = System.err;
    ByteArrayOutputStream shown = new ByteArrayOutputStream();
    StringWriter messages = new StringWriter();
    System.setErr(new PrintStream(shown, true, UTF_8));
    try {
      return CommandLines.execute(
          new PrintWriter(messages, true), arguments.toArray(String[]::new));
    } finally {
      System.setErr(stderr);
      said = shown.toString(UTF_8) + messages;
    }
  }

  private List<String> results() throws IOException {
    return Files.readAllLines(folder.resolve("out/sentiments.jsonl"));
  }

  private List<JsonNode> read(String name) throws IOException {
    String text = Files.readString(folder.resolve("out").resolve(name));
    return name.endsWith(".json")
        ? List.of(TestReviews.parse(text))
        : text.lines().map(TestReviews::parse).toList();
  }

  private Path lines(String name, String... lines) throws IOException {
    return Files.write(folder.resolve(name), List.of(lines));
  }

  private Path file(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("set"), bytes);
  }
}
