package io.undertone.job.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ConfigFileTest {

  @TempDir Path folder;

  @Test
  void turnsKeysIntoOptions() throws IOException {
    assertThat(arguments("delay-max: 20ms\nbatch: 37\nbounded: true"))
        .containsExactly("--delay-max=20ms", "--batch=37", "--bounded=true");
  }

  @Test
  void repeatsAnOptionForEachEntryOfAMapping() throws IOException {
    assertThat(arguments("kafka-property:\n  security.protocol: SSL\n  client.id: jobs"))
        .containsExactly(
            "--kafka-property=security.protocol=SSL", "--kafka-property=client.id=jobs");
  }

  @Test
  void leavesOutWhatTheCommandLineSays() throws IOException {
    assertThat(arguments("batch: 37\nmodel: a", "--batch", "1")).containsExactly("--model=a");
    assertThat(arguments("batch: 37\nmodel: a", "--model=b")).containsExactly("--batch=37");
  }

  @Test
  void leavesOutAListThatTheCommandLineGives() throws IOException {
    String yaml = "history: [old.jsonl, older.jsonl]";

    assertThat(arguments(yaml)).containsExactly("--history=old.jsonl", "--history=older.jsonl");
    assertThat(arguments(yaml, "--history", "new.jsonl")).isEmpty();
  }

  @Test
  void takesAnEmptyFile() throws IOException {
    assertThat(arguments("# nothing yet")).isEmpty();
  }

  @Test
  void namesAKeyThatIsNoOption() throws IOException {
    Path file = write("batsh: 37");

    assertThatThrownBy(() -> config(file).arguments(List.of()))
        .hasMessage(
            "Reading the configuration file "
                + file
                + ": expected option names of 'run', found the key 'batsh'. Write one"
                + " 'option: value' a line; 'run --help' lists the options.");
  }

  @Test
  void namesTheLineOfBrokenYaml() throws IOException {
    Path file = write("batch: 37\n  - : [");

    assertThatThrownBy(() -> config(file).arguments(List.of()))
        .hasMessageContaining("expected YAML, found an error at line 2.");
  }

  @Test
  void refusesWhatAReaderCannotBear() throws IOException {
    Path file = write("fields: " + "[".repeat(2000) + "]".repeat(2000));

    assertThatThrownBy(() -> config(file).arguments(List.of()))
        .hasMessageContaining("expected YAML, found more than is read.");
  }

  @Test
  void refusesASecondDocument() throws IOException {
    Path file = write("batch: 37\n---\nmodel: a");

    assertThatThrownBy(() -> config(file).arguments(List.of()))
        .hasMessageContaining("expected YAML, found an error at line ");
  }

  @Test
  void saysOfAFolderThatItIsNoFile() {
    assertThatThrownBy(() -> config(folder).arguments(List.of()))
        .hasMessageContaining("expected a file that can be read, found one that cannot.");
  }

  @Test
  void asksForAValue() throws IOException {
    Path file = write("batch:");

    assertThatThrownBy(() -> config(file).arguments(List.of()))
        .hasMessageContaining("expected a value for 'batch', found none.");
    Path nested = write("kafka-property:\n  max:\n    poll.records: 3");
    assertThatThrownBy(() -> config(nested).arguments(List.of()))
        .hasMessageContaining(
            "expected a value for 'kafka-property: max', found something nested: a name with dots is"
                + " one key.");
  }

  @Test
  void saysThatTheFileIsMissing() {
    Path file = folder.resolve("none.yaml");

    assertThatThrownBy(() -> config(file).arguments(List.of()))
        .hasMessageContaining("expected a file that can be read, found none there.");
  }

  @Test
  void aLabelMayHoldAnEqualsSign() throws IOException {
    ConfigFile replay =
        new ConfigFile(
            write("labels: {'a=b': positive, 'a=c': negative}"),
            new CommandLine(new ReplayCommand()).getCommandSpec(),
            new Secrets());

    assertThat(replay.arguments(List.of()))
        .containsExactly("--labels=a=b=positive", "--labels=a=c=negative");
    assertThat(replay.arguments(List.of("--labels", "a=b=negative,a=positive")))
        .containsExactly("--labels=a=c=negative");
  }

  @Test
  void refusesAnotherKeyWithAnEqualsSignWhichWouldBeReadAsAnother() throws IOException {
    Path file = write("kafka-property: {'client.id=a': b}");

    assertThatThrownBy(() -> config(file).arguments(List.of()))
        .hasMessageContaining(
            "expected keys of 'kafka-property' without '=', found 'client.id=a'.");
  }

  private List<String> arguments(String yaml, String... given) throws IOException {
    return config(write(yaml)).arguments(List.of(given));
  }

  private Path write(String yaml) throws IOException {
    return Files.writeString(folder.resolve("job.yaml"), yaml);
  }

  private static ConfigFile config(Path file) {
    return new ConfigFile(file, new CommandLine(new RunCommand()).getCommandSpec(), new Secrets());
  }
}
