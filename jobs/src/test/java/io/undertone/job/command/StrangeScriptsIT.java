package io.undertone.job.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.undertone.job.kafka.TestReviews;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Texts that a model answers as surely as any other, though it cannot read them. */
class StrangeScriptsIT {

  private static final String WORTH =
      " Its language is 'en', and its answers to them mean nothing: give a --model that reads"
          + " them.";

  private final String model = TestReviews.id(TestReviews.BUNDLE);

  @TempDir Path folder;

  @BeforeEach
  void findsTheBundles() {
    System.setProperty("undertone.bundles", String.valueOf(TestReviews.BUNDLE.getParent()));
  }

  @Test
  void classifySaysSoOnce() {
    String said = saidOf("ann\tGood 👍\nann\t很好\nann\t不好\n", "classify");

    assertThat(said.lines())
        .containsExactly(
            "Line 2 is in Han, a script that "
                + model
                + " does not know; more such lines are not named."
                + WORTH);
    assertThat(saidOf("ann\t很好\n", "classify", "--model", "reviews-zh-gru")).isEmpty();
  }

  @Test
  void replaySaysOfHowMany() throws Exception {
    Path file = folder.resolve("reviews.csv");
    Files.writeString(file, "user_id,text\na,很好\nb,不好\nc,Отлично\nd,We ate at 海底捞: good\n");

    assertThat(replayed(file))
        .contains(
            "Reviews in a script that "
                + model
                + " does not know: 3 of 4 (Cyrillic 1, Han 2)."
                + WORTH);
    Files.writeString(file, "user_id,text\nd,We ate at 海底捞: good\n");
    assertThat(replayed(file)).doesNotContain("script");
  }

  /** Eight of the sample's reviews are strange to an English model too. */
  @Test
  void theDemoSaysSoWhereMostOfItsReviewsAreStrange() {
    assertThat(saidOf("", "demo", "--gap", "1ms", "--model", "reviews-zh-gru"))
        .containsPattern(
            "Reviews in a script that reviews-zh-gru@\\d+ does not know: \\d{3} of 482 \\(.*Latin"
                + " \\d{3}")
        .contains("Its language is 'zh',");
    assertThat(saidOf("", "demo", "--gap", "1ms")).doesNotContain("script");
  }

  private String replayed(Path file) {
    return saidOf(
        "", "replay", "--dataset", file.toString(), "--out", folder.resolve("out").toString());
  }

  /** What a command that succeeds says on stderr. */
  private static String saidOf(String stdin, String... arguments) {
    InputStream in = System.in;
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    System.setIn(new ByteArrayInputStream(stdin.getBytes(UTF_8)));
    System.setOut(new PrintStream(OutputStream.nullOutputStream(), true, UTF_8));
    System.setErr(new PrintStream(said, true, UTF_8));
    try {
      assertThat(CommandLines.execute(new PrintWriter(said, true, UTF_8), arguments))
          .as(said.toString(UTF_8))
          .isZero();
    } finally {
      System.setIn(in);
      System.setOut(out);
      System.setErr(err);
    }
    return said.toString(UTF_8);
  }
}
