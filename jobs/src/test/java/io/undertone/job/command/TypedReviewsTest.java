package io.undertone.job.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.undertone.event.Review;
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
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Lines are reviews by the rules of records, or are refused by their number. */
class TypedReviewsTest {

  private static final Path CASES = Path.of("..", "..", "shared", "cases");

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  @Test
  void takesReviewsAndPassesOverBlankLines() throws IOException {
    byte[] input = "ann\tso good\r\n\n \t \nann\t\nbob\ta\tb\rc\n".getBytes(UTF_8);
    assertThat(taken(input, UTF_8)).containsExactly("1 ann so good", "4 ann ", "5 bob a\tb\rc");
    assertThat(said.toString(UTF_8)).isEmpty();
  }

  @Test
  void refusesOthersByTheirNumber() throws IOException {
    byte[] input = ("x".repeat(257) + "\ta\nno tab\n\ta\nann\tfine\n").getBytes(UTF_8);
    assertThat(taken(input, UTF_8)).containsExactly("4 ann fine");
    assertThat(said.toString(UTF_8).lines())
        .containsExactly(
            "Line 1 is refused: user_id of 257 bytes, at most 256 are taken: shorten it, or raise"
                + " --id-bytes-max.",
            "Line 2 is refused: it has no tab between user and text.",
            "Line 3 is refused: user_id is blank: send one.");
  }

  @Test
  void namesTheFirstFewOfManyAndCountsTheRest() throws IOException {
    byte[] input = ("no tab\n".repeat(1_207) + "ann\tfine\n").getBytes(UTF_8);

    assertThat(taken(input, UTF_8)).containsExactly("1208 ann fine");
    assertThat(said.toString(UTF_8).lines())
        .hasSize(6)
        .startsWith("Line 1 is refused: it has no tab between user and text.")
        .endsWith(
            "Line 5 is refused: it has no tab between user and text.",
            "… and 1,202 more lines refused.");
  }

  @Test
  void namesEachToAPersonWhoTypes() throws IOException {
    TypedReviews reviews = typed("no tab\n".repeat(9).getBytes(UTF_8), UTF_8, true);
    for (int line = 0; line < 9; line++) {
      assertThat(reviews.next(1)).isEmpty();
    }

    assertThatThrownBy(() -> reviews.requireSome()).hasMessageContaining("9 in all");
    assertThat(said.toString(UTF_8).lines())
        .hasSize(9)
        .allMatch(line -> line.endsWith("it has no tab between user and text."));
  }

  @Test
  void readsOtherEncodingsWhenToldSo() throws IOException {
    String text = "käthe\t好看，推荐\n";
    for (String name : List.of("gb18030", "utf-16", "utf-16le", "utf-8")) {
      Charset charset = Charset.forName(name);
      assertThat(taken(text.getBytes(charset), charset)).containsExactly("1 käthe 好看，推荐");
    }
    byte[] other = (text + "ann\tfine\n").getBytes(Charset.forName("gb18030"));
    assertThat(taken(other, UTF_8)).containsExactly("2 ann fine");
    assertThat(said.toString(UTF_8).lines())
        .containsExactly(
            "Line 1 is refused: byte 2 of its 19 is not UTF-8; name the encoding by --encoding.");
  }

  @Test
  void neverScoresUtf16ThatNobodyNamed() {
    for (String name : List.of("utf-16le", "utf-16be")) {
      said.reset();
      byte[] input = "ann\tgood lamp\nbob\tgood\n".getBytes(Charset.forName(name));
      assertThatThrownBy(() -> taken(input, UTF_8))
          .hasMessageContaining("found none: every line was refused, ");
      assertThat(said.toString(UTF_8).lines())
          .hasSizeGreaterThanOrEqualTo(2)
          .first()
          .asString()
          .matches(
              "Line 1 is refused: byte [12] of its 2[67] is a zero, so UTF-16 or no text; name the"
                  + " encoding by --encoding\\.");
    }
  }

  @Test
  void saysWhereEveryLineWasRefused() throws IOException {
    assertThatThrownBy(() -> taken("one\n\ntwo\n".getBytes(UTF_8), UTF_8))
        .hasMessage(
            "Reading reviews from stdin: expected lines 'user<TAB>text' in UTF-8, found none: every"
                + " line was refused, 2 in all. Mend what is said of them above. For JSONL,"
                + " JSON or CSV there is replay.");
  }

  @Test
  void saysThatQuotesAreReadAsTheyStand() throws IOException {
    taken("\"ann\"\t\"good \"\"one\"\"\"\n\"bob\"\t\"bad\"\n".getBytes(UTF_8), UTF_8);
    assertThat(said.toString(UTF_8).lines())
        .containsExactly(
            "Each line has quotes around user and text, and both are read with them; for tables"
                + " there is replay.");

    said.reset();
    taken("\"ann\"\t\"good\"\nbob\t\"bad\"\n".getBytes(UTF_8), UTF_8);
    assertThat(said.toString(UTF_8)).as("users who quote").isEmpty();
  }

  @Test
  void saysHowATableOfMoreColumnsIsRead() throws IOException {
    String how =
        " The first is read as the user, and all behind it as the text; for tables there is"
            + " replay.";
    taken("7\tann\tgood\n8\tann\tbad\n".getBytes(UTF_8), UTF_8);
    assertThat(said.toString(UTF_8).lines()).containsExactly("Each line has 3 columns." + how);

    said.reset();
    taken("ann\tgood\tlamp\n".getBytes(UTF_8), UTF_8);
    taken("ann\tgood\tlamp\nann\tbad\n".getBytes(UTF_8), UTF_8);
    assertThat(said.toString(UTF_8)).as("a tab within a text").isEmpty();
  }

  @Test
  void refusesAnObjectOfJsonWithATabInIt() throws IOException {
    String first = "{\"user_id\":\"ann\",\t\"text\":\"good\"}";
    String second = " { \"user_id\": \"ann\",\t\"text\":\"good\" } ";
    byte[] input = (first + "\n" + second + "\nann\tfine\n").getBytes(UTF_8);
    assertThat(taken(input, UTF_8)).containsExactly("3 ann fine");
    assertThat(said.toString(UTF_8).lines())
        .containsExactly(
            "Line 1 is refused: it is an object of JSON; for JSONL there is replay.",
            "Line 2 is refused: it is an object of JSON; for JSONL there is replay.");
  }

  @Test
  void takesAnInputOfNothing() throws IOException {
    assertThat(taken("\n\n".getBytes(UTF_8), UTF_8)).isEmpty();
  }

  @Test
  void aMarkThatJoinedFilesBringIsNoPartOfAUser() throws IOException {
    byte[] input = "\uFEFF\uFEFFann\tfine\n\n\uFEFFann\tso good\nann\t\uFEFFx\n".getBytes(UTF_8);
    assertThat(taken(input, UTF_8)).containsExactly("1 ann fine", "3 ann so good", "4 ann \uFEFFx");
  }

  @Test
  void refusesAnInputWhoseLinesEndInCarriageReturnsAlone() throws IOException {
    assertThatThrownBy(() -> taken("ann\tfine\rbob\tbad\r".getBytes(UTF_8), UTF_8))
        .hasMessageContaining("every line was refused");
    assertThat(said.toString(UTF_8).lines())
        .containsExactly(
            "Line 1 is refused: it is all there is, and several that end in carriage returns; end"
                + " them in line feeds, such as by tr '\\r' '\\n'.");
    assertThat(taken("ann\tfine\rbob\tbad\n".getBytes(UTF_8), UTF_8)).hasSize(1);
    assertThat(taken("ann\tfine\rso good".getBytes(UTF_8), UTF_8)).hasSize(1);
  }

  @Test
  void takesNoUserOfWhomNothingIsSeen() throws IOException {
    byte[] input = "\u00a0\tfine\n\u200b\tfine\nann\tfine\n".getBytes(UTF_8);
    assertThat(taken(input, UTF_8)).containsExactly("3 ann fine");
    assertThat(said.toString(UTF_8)).contains("Line 2 is refused: user_id is blank: send one.");
  }

  /** Lines of a file of odd ones beside the repository; skipped where it is not there. */
  @Test
  void readsAFileWithAMarkAndCarriageReturns() throws IOException {
    Path file = CASES.resolve("stdin-bom-crlf.txt");
    assumeTrue(Files.isReadable(file), file + " is not there");

    List<Review> taken = reviews(Files.readAllBytes(file), UTF_8);
    assertThat(taken)
        .extracting(review -> review.origin().userId())
        .containsExactly("ann", "ann", "ann", "ann", "ann", "last");
    assertThat(taken)
        .extracting(review -> review.origin().reviewId())
        .containsExactly("1", "2", "4", "7", "8", "9");
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

    assertThat(reviews(Files.readAllBytes(file), UTF_8))
        .extracting(review -> review.origin().reviewId())
        .containsExactly("2");
    assertThat(said.toString(UTF_8)).startsWith("Line 1 is refused: byte 5 of its ");
    assertThat(reviews(Files.readAllBytes(file), Charset.forName("gb18030"))).hasSize(2);
  }

  @Test
  void refusesALineThatIsTooLongInAnyEncoding() throws IOException {
    byte[] input = ("x".repeat(264_000) + "\nann\tfine\n").getBytes(UTF_8);

    assertThat(taken(input, UTF_8)).containsExactly("2 ann fine");
    assertThat(said.toString(UTF_8).lines())
        .containsExactly(
            "Line 1 is refused: it has 264,000 bytes, more than any that --text-bytes-max takes.");
  }

  @Test
  void givesEveryReviewInOrderAndNeverTooManyAtOnce() throws IOException {
    List<String> sent = IntStream.range(0, 1000).mapToObj(i -> "ann\t" + i).toList();
    TypedReviews reviews = typed(String.join("\n", sent).getBytes(UTF_8), UTF_8);

    List<Review> seen = new ArrayList<>();
    for (List<Review> some = reviews.next(37); some != null; some = reviews.next(37)) {
      assertThat(some).hasSizeBetween(1, 37);
      seen.addAll(some);
    }
    assertThat(seen).extracting(review -> "ann\t" + review.text()).isEqualTo(sent);
  }

  /** Number, user and text of each review, behind which the input is what it was taken for. */
  private List<String> taken(byte[] input, Charset charset) throws IOException {
    return reviews(input, charset).stream()
        .map(
            review ->
                review.origin().reviewId() + " " + review.origin().userId() + " " + review.text())
        .toList();
  }

  private List<Review> reviews(byte[] input, Charset charset) throws IOException {
    TypedReviews reviews = typed(input, charset);
    List<Review> taken = new ArrayList<>();
    for (List<Review> some = reviews.next(1); some != null; some = reviews.next(1)) {
      taken.addAll(some);
    }
    reviews.requireSome();
    return taken;
  }

  private TypedReviews typed(byte[] input, Charset charset) throws IOException {
    return typed(input, charset, false);
  }

  private TypedReviews typed(byte[] input, Charset charset, boolean byAPerson) throws IOException {
    return new TypedReviews(
        new ByteArrayInputStream(input),
        charset,
        ReviewLimits.defaults(),
        new PrintStream(said, true, UTF_8),
        byAPerson);
  }
}
