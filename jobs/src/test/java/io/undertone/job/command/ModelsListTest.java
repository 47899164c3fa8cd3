package io.undertone.job.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelsListTest {

  private static final Path WHOLE =
      Path.of("../models/bundles/reviews-en-rnn").toAbsolutePath().normalize();

  @TempDir Path bundles;

  private final StringWriter messages = new StringWriter();
  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
  private final PrintStream stdout = System.out;

  @BeforeEach
  void captureStdout() {
    System.setProperty("undertone.bundles", bundles.toString());
    System.setOut(new PrintStream(shown, true, UTF_8));
  }

  @AfterEach
  void giveStdoutBack() {
    System.setOut(stdout);
    System.clearProperty("undertone.bundles");
  }

  @Test
  void listsTheBundlesBehindADamagedOne() throws IOException {
    Path broken = Files.createDirectory(bundles.resolve("broken"));
    Files.writeString(broken.resolve("manifest.json"), "{\"format\":\"other\"}");
    Files.createSymbolicLink(bundles.resolve("whole"), WHOLE);

    assertThat(CommandLines.execute(new PrintWriter(messages, true), "models", "list"))
        .isEqualTo(1);
    assertThat(shown.toString(UTF_8)).contains("whole ");
    assertThat(messages.toString()).contains("broken").hasLineCount(1);
  }

  @Test
  void marksTheDefault() throws IOException {
    for (String name : new String[] {ModelName.DEFAULT, ModelName.DEFAULT + "-3way"}) {
      Files.createSymbolicLink(bundles.resolve(name), WHOLE);
    }

    assertThat(CommandLines.execute(new PrintWriter(messages, true), "models", "list")).isZero();
    assertThat(shown.toString(UTF_8).lines().skip(1).map(line -> line.substring(0, 27).strip()))
        .containsExactly("reviews-en-lstm (default)", "reviews-en-lstm-3way");
  }

  @Test
  void refusesAFolderThatIsNotThere() {
    System.setProperty("undertone.bundles", bundles.resolve("none").toString());

    assertThat(CommandLines.execute(new PrintWriter(messages, true), "models", "list"))
        .isEqualTo(1);
    assertThat(shown.toString(UTF_8)).isEmpty();
    assertThat(messages.toString())
        .startsWith("Looking for bundles in " + bundles.resolve("none") + ": expected a folder")
        .contains("found none there. Name the folder of models by UNDERTONE_BUNDLES");
  }
}
