package io.undertone.job.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.undertone.operator.settings.ReviewLimits;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lines are reviews by the rules of records, or are refused by their number. */
class TypedReviewsTest {

  private static final Path CASES = Path.of("..", "..", "shared", "cases");

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final TypedReviews reviews =
      new TypedReviews(ReviewLimits.defaults(), new PrintStream(said, true, UTF_8));

  @Test
  void takesReviewsAndPassesOverBlankLines() throws IOException {
    byte[] input = "ann\tso good\r\n\n \t \nann\t\nbob\ta\tb\rc\n".getBytes(UTF_8);
    assertThat(among(input, UTF_8))
        .containsExactly(
            new UserLine("ann", "so good", 1),
            new UserLine("ann", "", 4),
            new UserLine("bob", "a\tb\rc", 5));
    assertThat(said.toString(UTF_8)).isEmpty();
    reviews.requireSome(UTF_8);
  }

  @Test
  void refusesOthersByTheirNumber() throws IOException {
    byte[] input = ("x".repeat(257) + "\ta\nno tab\n\ta\nann\tfine\n").getBytes(UTF_8);
    assertThat(among(input, UTF_8)).containsExactly(new UserLine("ann", "fine", 4));
    assertThat(said.toString(UTF_8).lines())
        .containsExactly(
            "Line 1 is refused: user_id of 257 bytes, at most 256 are taken: shorten it, or raise"
                + " --id-bytes-max.",
            "Line 2 is refused: it has no tab between user and text.",
            "Line 3 is refused: user_id is empty: send one.");
  }

  @Test
  void readsOtherEncodingsWhenToldSo() throws IOException {
    String text = "käthe\t好看，推荐\n";
    for (String name : List.of("gb18030", "utf-16", "utf-16le", "utf-8")) {
      Charset charset = Charset.forName(name);
      assertThat(among(text.getBytes(charset), charset))
          .containsExactly(new UserLine("käthe", "好看，推荐", 1));
    }
    assertThat(among(text.getBytes(Charset.forName("gb18030")), UTF_8)).isEmpty();
    assertThat(said.toString(UTF_8).lines())
        .containsExactly(
            "Line 1 is refused: byte 2 of its 19 is not UTF-8; name the encoding by --encoding.");
  }

  @Test
  void saysWhereEveryLineWasRefused() throws IOException {
    assertThat(among("one\n\ntwo\n".getBytes(UTF_8), UTF_8)).isEmpty();
    assertThatThrownBy(() -> reviews.requireSome(UTF_8))
        .hasMessage(
            "Reading reviews from stdin: expected lines 'user<TAB>text' in UTF-8, found none: every"
                + " line was refused, 2 in all. Mend what is said of them above.");
  }

  @Test
  void takesAnInputOfNothing() throws IOException {
    assertThat(among("\n\n".getBytes(UTF_8), UTF_8)).isEmpty();
    reviews.requireSome(UTF_8);
  }

  /** Lines of a file of odd ones beside the repository; skipped where it is not there. */
  @Test
  void readsAFileWithAMarkAndCarriageReturns() throws IOException {
    Path file = CASES.resolve("stdin-bom-crlf.txt");
    assumeTrue(Files.isReadable(file), file + " is not there");

    List<UserLine> taken = among(Files.readAllBytes(file), UTF_8);

    assertThat(taken)
        .extracting(UserLine::user)
        .containsExactly("ann", "ann", "ann", "ann", "ann", "last");
    assertThat(taken).extracting(UserLine::number).containsExactly(1L, 2L, 4L, 7L, 8L, 9L);
    assertThat(taken.get(2).text()).contains("\t");
    assertThat(taken.get(3).text()).isEmpty();
    assertThat(taken.get(4).text()).contains("\r").doesNotEndWith("\r");
    assertThat(said.toString(UTF_8).lines()).hasSize(2);
  }

  /** The same of another encoding. */
  @Test
  void neverTakesBytesThatAreNoUtf8() throws IOException {
    Path file = CASES.resolve("stdin-gbk.txt");
    assumeTrue(Files.isReadable(file), file + " is not there");

    assertThat(among(Files.readAllBytes(file), UTF_8))
        .extracting(UserLine::number)
        .containsExactly(2L);
    assertThat(said.toString(UTF_8)).startsWith("Line 1 is refused: byte 5 of its ");
    assertThat(among(Files.readAllBytes(file), Charset.forName("gb18030"))).hasSize(2);
  }

  private List<UserLine> among(byte[] input, Charset charset) throws IOException {
    ByteLines lines =
        new ByteLines(
            new ByteArrayInputStream(input),
            charset,
            TypedReviews.lineBytesMax(ReviewLimits.defaults()));
    List<UserLine> taken = new ArrayList<>();
    for (ByteLine line = lines.next(); line != null; line = lines.next()) {
      taken.addAll(reviews.among(List.of(line)));
    }
    return taken;
  }
}
