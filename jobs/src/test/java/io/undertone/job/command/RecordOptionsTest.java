package io.undertone.job.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.undertone.operator.settings.RecordFormat;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** How records are written is said on the command line or in a file, once. */
class RecordOptionsTest {

  @TempDir Path folder;

  private final StringWriter messages = new StringWriter();

  @Test
  void namesFields() {
    assertThat(fields("--fields", "user_id=reviewerID,text=reviewText", "--fields=rating=overall"))
        .isEqualTo(Map.of("user_id", "reviewerID", "text", "reviewText", "rating", "overall"));
    assertThat(fields("--fields", "user_id=id", "--fields", "text=a=b"))
        .isEqualTo(Map.of("user_id", "id", "text", "a=b"));
    assertThat(fields("--fields", "user_id=id, text= body, rating = stars"))
        .isEqualTo(Map.of("user_id", "id", "text", "body", "rating", "stars"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fields: {user_id: reviewerID, text: reviewText}",
        "fields: [user_id=reviewerID, text=reviewText]",
        "fields: 'user_id=reviewerID,text=reviewText'",
        "fields: ['user_id=reviewerID,text=reviewText']",
      })
  void namesFieldsInAFile(String yaml) throws IOException {
    assertThat(fieldsWith(yaml)).isEqualTo(Map.of("user_id", "reviewerID", "text", "reviewText"));
  }

  @Test
  void theCommandLineWinsFieldByField() throws IOException {
    String yaml = "fields: {user_id: a, text: b}";
    assertThat(fieldsWith(yaml, "--fields", "user_id=c,rating=d"))
        .isEqualTo(Map.of("user_id", "c", "text", "b", "rating", "d"));
    assertThat(fieldsWith(yaml, "--fields=user_id=c"))
        .isEqualTo(Map.of("user_id", "c", "text", "b"));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void refusesAFieldThatThereIsNot(List<String> command) {
    assertThat(run(command, "--fields", "userid=x")).isEqualTo(2);
    assertThat(messages.toString())
        .startsWith(
            "Naming the fields of a record: expected some of review_id, user_id, text, timestamp,"
                + " label, rating, seq, found userid. Write FIELD=NAME, where FIELD is one of"
                + " these.");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void refusesAFieldNamedTwice(List<String> command) {
    assertThat(run(command, "--fields", "text=a", "--fields", "text=b")).isEqualTo(2);
    assertThat(messages.toString())
        .startsWith("--fields names text twice; it has to be named once.");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void refusesAFieldWithoutAName(List<String> command) {
    assertThat(run(command, "--fields", "text")).isEqualTo(2);
    assertThat(messages.toString()).startsWith("--fields has 'text'; it has to be FIELD=NAME.");
  }

  @Test
  void refusesAFieldNamedTwiceInAFileThoughTheCommandLineNamesItToo() throws IOException {
    Path list = Files.writeString(folder.resolve("a.yaml"), "fields: [text=a, text=b]");
    Path mapping = Files.writeString(folder.resolve("b.yaml"), "fields: {text: a, text: b}");
    Path unknown = Files.writeString(folder.resolve("c.yaml"), "fields: {userid: a}");

    assertThat(run(List.of("run"), "--config", list.toString(), "--fields", "text=c")).isEqualTo(2);
    assertThat(messages.toString())
        .startsWith(
            "Reading the configuration file "
                + list
                + ": expected each key of 'fields' once, found 'text' twice.");
    assertThat(run(List.of("run"), "--config", mapping.toString())).isEqualTo(2);
    assertThat(run(List.of("run"), "--config", unknown.toString())).isEqualTo(2);
  }

  @Test
  void keysFollowValues() {
    assertThat(keyOf()).isEqualTo(RecordFormat.Key.TEXT);
    assertThat(keyOf("--value", "registry")).isEqualTo(RecordFormat.Key.REGISTRY);
    assertThat(keyOf("--value", "debezium")).isEqualTo(RecordFormat.Key.DEBEZIUM);
    assertThat(keyOf("--value", "connect")).isEqualTo(RecordFormat.Key.JSON);
    assertThat(keyOf("--value", "registry", "--key", "text")).isEqualTo(RecordFormat.Key.TEXT);
  }

  @ParameterizedTest
  @CsvSource({"--key, avro", "--value, avro", "--timestamp-unit, ns"})
  void refusesAFormThatThereIsNot(String option, String value) {
    assertThat(run(List.of("run"), option, value)).isEqualTo(2);
    assertThat(messages.toString()).startsWith("Invalid value for option '" + option + "'");
  }

  @Test
  void refusesAFormOfTimesThatNamesNoDay() {
    assertThat(run(List.of("run"), "--timestamp-format", "HH:mm")).isEqualTo(2);
    assertThat(messages.toString()).startsWith("Naming how timestamps are written: expected");
  }

  static Stream<List<String>> commands() {
    return Stream.of(List.of("run"), List.of("replay", "--dataset", "none.jsonl", "--out", "none"));
  }

  private int run(List<String> command, String... options) {
    List<String> arguments = new ArrayList<>(command);
    arguments.addAll(List.of(options));
    return CommandLines.execute(new PrintWriter(messages, true), arguments.toArray(String[]::new));
  }

  private Map<String, String> fieldsWith(String yaml, String... options) throws IOException {
    Path file = Files.writeString(folder.resolve("job.yaml"), yaml);
    ConfigFile config =
        new ConfigFile(file, new CommandLine(new RunCommand()).getCommandSpec(), new Secrets());
    List<String> all = new ArrayList<>(config.arguments(List.of(options)));
    all.addAll(List.of(options));
    return fields(all.toArray(String[]::new));
  }

  private static Map<String, String> fields(String... options) {
    return parsed(options).records.format(RecordFormat.Key.TEXT).fields();
  }

  private static RecordFormat.Key keyOf(String... options) {
    RunCommand run = parsed(options);
    return run.kafka.key(run.records.value);
  }

  private static RunCommand parsed(String... options) {
    RunCommand run = new RunCommand();
    new CommandLine(run).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(options);
    return run;
  }
}
