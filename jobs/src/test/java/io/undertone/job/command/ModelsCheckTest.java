package io.undertone.job.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelsCheckTest {

  private static final Path WHOLE = Path.of("../models/bundles/reviews-en-rnn");

  @TempDir Path bundle;

  private final StringWriter messages = new StringWriter();

  @BeforeEach
  void copiesABundle() throws IOException {
    try (var files = Files.list(WHOLE)) {
      for (Path file : files.toList()) {
        Files.copy(file, bundle.resolve(file.getFileName()));
      }
    }
  }

  @Test
  void noticesLabelsThatWereExchanged() throws IOException {
    Path manifest = bundle.resolve("manifest.json");
    String before = Files.readString(manifest);
    String exchanged =
        before
            .replace("\"negative\"", "\"other\"")
            .replace("\"positive\"", "\"negative\"")
            .replace("\"other\"", "\"positive\"");
    assertThat(exchanged).isNotEqualTo(before);
    Files.writeString(manifest, exchanged);

    assertThat(check()).isEqualTo(1);
    assertThat(messages.toString())
        .startsWith("Checking the labels of reviews-en-rnn@")
        .contains(
            ": expected those of its card, README.md, in the same order: | labels | negative, positive |, found in manifest.json: | labels | positive, negative |. Fetch the bundle again");
  }

  @Test
  void needsNoCardAndNoLabelsInIt() throws IOException {
    Files.write(bundle.resolve("README.md"), List.of("# My model", "| label | none |"));
    assertThat(check()).as(messages.toString()).isZero();

    Files.delete(bundle.resolve("README.md"));
    assertThat(check()).as(messages.toString()).isZero();
  }

  private int check() {
    return CommandLines.execute(
        new PrintWriter(messages, true), "models", "check", bundle.toString());
  }
}
