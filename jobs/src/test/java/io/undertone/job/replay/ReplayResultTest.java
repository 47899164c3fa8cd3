package io.undertone.job.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.undertone.operator.settings.RecordFormat;
import io.undertone.operator.settings.RecordFormat.TimestampUnit;
import io.undertone.operator.settings.RecordFormat.Value;
import io.undertone.operator.settings.ReviewLimits;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** What a replay says of the rows that it read, beside its figures. */
class ReplayResultTest {

  private static final List<String> ROWS =
      List.of("{'body':'a','who':'ann','when':1}", "{'body':'b','who':'ann','when':2}");

  @Test
  void failsWhereNoRowHasAFieldThatWasNamed() {
    ReplayResult replayed =
        replayed(
            Map.of("text", "body", "user_id", "whom", "timestamp", "wen"),
            Labelling.asWritten(),
            ROWS);

    assertThatThrownBy(() -> requireNamed(replayed))
        .hasMessage(
            "Reading the data set a: expected rows with wen (timestamp), whom (user_id), as --fields"
                + " says, found no row that has it; the first row has the fields body, who, when."
                + " Name by --fields what the rows have, and leave out the rest.");
  }

  @Test
  void takesAFieldThatOnlySomeRowsHave() {
    List<String> rows = List.of("{'body':'a'}", "{'body':'b','who':null}", "{'body':'c','who':7}");
    ReplayResult replayed =
        replayed(Map.of("text", "body", "user_id", "who"), Labelling.asWritten(), rows);

    assertThatCode(() -> requireNamed(replayed)).doesNotThrowAnyException();
    assertThatCode(replayed::requireMeaningful).doesNotThrowAnyException();
    assertThat(replayed.hints())
        .contains(
            "Rows without who, each a user of its own: 2.",
            "Rows without timestamp, which is all of them: 3. A user's are read as they stand, and"
                + " no memory ends.");
  }

  @Test
  void namesFieldsThatNothingReadsWhereUserTimeOrLabelMayBeAmongThem() {
    List<String> rows =
        List.of("{'text':'a','stars':5,'date':'2018-07-07'}", "{'text':'b','date':'2018-07-08'}");

    assertThat(replayed(Map.of("user_id", "stars"), Labelling.asWritten(), rows).hints())
        .contains(
            "Fields of the first row that nothing reads: date. Is timestamp among them? Then say"
                + " so, such as --fields timestamp=NAME.");
  }

  @Test
  void leavesOutFieldsThatNothingReadsWhereNothingIsMissing() {
    List<String> rows = List.of("{'text':'a','user_id':'u','timestamp':1704691163484,'votes':5}");

    assertThat(replayed(Map.of(), Labelling.asWritten(), rows).hints()).isEmpty();
  }

  @Test
  void leavesOutFieldsThatForgetAUser() {
    for (String forgets : List.of("forget", "__deleted")) {
      List<String> rows = List.of("{'text':'a','user_id':'u','" + forgets + "':'false'}");

      assertThat(replayed(Map.of(), Labelling.asWritten(), rows).hints())
          .containsExactly(
              "Rows without timestamp, which is all of them: 1. A user's are read as they stand, and"
                  + " no memory ends.");
    }
  }

  @Test
  void saysOfNoFieldThatItIsNotThereWhereNoRowCanBeRead() {
    ReplayResult replayed =
        replayed(Map.of("text", "body"), Labelling.asWritten(), List.of("{'body':", "[1]"));

    assertThatCode(() -> requireNamed(replayed)).doesNotThrowAnyException();
  }

  @Test
  void saysWhatToDoWhereTheOneRowMayBeAroundTheReviews() {
    String jq = "If it is an object around reviews, write each on a line, such as by jq -c";
    for (int rows : new int[] {1, 2}) {
      List<String> all = Collections.nCopies(rows, "{'reviews':[{'text':'t'}]}");
      ReplayResult read = replayed(Map.of(), Labelling.asWritten(), all);

      assertThatThrownBy(rejected(read, "text_missing")::requireMeaningful)
          .hasMessageContaining(
              "; the first has the fields reviews. Say which they are by --fields")
          .extracting(Throwable::getMessage, InstanceOfAssertFactories.STRING)
          .matches(message -> message.contains(jq) == (rows == 1));
    }
  }

  @Test
  void showsNoValuesForNamesWhereATableMayHaveNoHeader() {
    String found = " 2 fields called like values, as in a table without a header. ";
    String remedy =
        "Write a row of names above it, such as text,user_id,timestamp. If these are names: ";
    for (String name : List.of("0", "2024-01-08 05:19", "\\\\N", "so good!", "x".repeat(60))) {
      List<String> rows = List.of("{'a b':'','%s':'t'}".formatted(name));
      ReplayResult read = replayed(Map.of("text", "body"), Labelling.asWritten(), rows);

      assertThatThrownBy(() -> requireNamed(read))
          .hasMessageEndingWith(
              "the first row has%s%sName by --fields what the rows have, and leave out the rest."
                  .formatted(found, remedy));
      assertThatThrownBy(rejected(read, "text_missing")::requireMeaningful)
          .hasMessageContaining(
              "rejected (text_missing 1); the first has%s%sSay which they are by --fields, such"
                  + " as --fields text=NAME,user_id=NAME. Each is in ",
              found, remedy);
    }
    assertThat(new FirstRow(List.of()).inWords()).isEqualTo("no field");
    ReplayResult named =
        replayed(Map.of("text", "body"), Labelling.asWritten(), List.of("{'Review Text':1}", "{}"));
    assertThatThrownBy(() -> requireNamed(named)).hasMessageEndingWith("and leave out the rest.");
  }

  @Test
  void saysThatALineOfNamesMayBeMissingWhereNoRowFitsTheFirst() {
    ReplayResult read = replayed(Map.of(), Labelling.asWritten(), List.of("{'text':'t'}"));

    for (String reason : List.of("not_csv", "not_json")) {
      assertThatThrownBy(rejected(read, reason)::requireMeaningful)
          .extracting(Throwable::getMessage, InstanceOfAssertFactories.STRING)
          .matches(
              message ->
                  message.contains(
                          "If the file's first row holds no names, add a first row of names, and")
                      == reason.equals("not_csv"));
    }
  }

  @Test
  void saysThatSomeRowsTakeTheTimeOfOthers() {
    List<String> rows = List.of("{'text':'a','timestamp':1704691163484}", "{'text':'b'}");

    assertThat(replayed(Map.of(), Labelling.asWritten(), rows).hints())
        .contains("Rows without timestamp, each at the time of its user's row before: 1.");
  }

  @Test
  void saysNothingWhereEachRowHasUserAndTime() {
    Map<String, String> fields = Map.of("text", "body", "user_id", "who", "timestamp", "when");
    List<String> rows = List.of("{'body':'a','who':'ann','when':1704691163484}");

    assertThat(replayed(fields, Labelling.asWritten(), rows).hints()).isEmpty();
  }

  @Test
  void namesUserIdsThatMaySayThatThereIsNone() {
    List<String> rows =
        List.of(
            "{'text':'a','who':'NULL','timestamp':1704691163484}",
            "{'text':'b','who':'anonymous','timestamp':1704691163484}",
            "{'text':'c','who':'NULL','timestamp':1704691163484}",
            "{'text':'d','who':'nullius','timestamp':1704691163484}");

    assertThat(replayed(Map.of("user_id", "who"), Labelling.asWritten(), rows).hints())
        .containsExactly(
            "Rows whose who may say that there is none: 3, NULL (2), anonymous (1). Rows of one such word"
                + " share a memory; leave it empty, and each is a user of its own.");
  }

  @Test
  void namesRatingsThatAreNoNumbers() {
    List<String> rows =
        List.of(
            "{'text':'a','rating':'4,5'}",
            "{'text':'b','rating':'4,5'}",
            "{'text':'c','rating':'★★★★'}",
            "{'text':'d','rating':''}",
            "{'text':'e','rating':[5]}",
            "{'text':'f'}");
    ReplayResult replayed = replayed(Map.of(), Labelling.byRating(4), rows);

    assertThat(replayed.hints())
        .contains(
            "Ratings that are no numbers, and so no labels: 4, 4,5 (2), an array (1), ★★★★ (1). Write them"
                + " as numbers, such as 4.5.");
    assertThatThrownBy(replayed::requireMeaningful)
        .hasMessageContaining(
            "reviews without one, among them with 4,5 (2), an array (1), ★★★★ (1); the first row")
        .hasMessageContaining(
            ". Write them as numbers, such as 4.5, or name another field by --fields, such as"
                + " --fields rating=NAME. The results");
  }

  @Test
  void saysThatRatingsMayBeLabelsWhereThereAreNoLabels() {
    List<String> rows =
        List.of(
            "{'text':'a','stars':5,'user_id':'u','timestamp':1704691163484,'votes':1}",
            "{'text':'b','stars':'2.0','user_id':'u','timestamp':1704691163485,'label':''}");
    Map<String, String> fields = Map.of("rating", "stars");

    assertThat(
            replayed(List.of("negative", "positive"), fields, Labelling.asWritten(), rows).hints())
        .containsExactly(
            "Reviews without a label: 2. --positive-rating makes labels of the numbers in stars,"
                + " which go from 2 to 5: with --positive-rating N, ratings of N or more are positive.");
    assertThat(replayed(List.of("bad", "good"), fields, Labelling.asWritten(), rows).hints())
        .first()
        .isEqualTo("Reviews without a label: 2.");
  }

  @Test
  void leavesRatingsOutWhereSomeReviewHasALabel() {
    List<String> rows =
        List.of(
            "{'text':'a','rating':5,'user_id':'u','timestamp':1704691163484,'label':'positive'}",
            "{'text':'b','rating':2,'user_id':'u','timestamp':1704691163485}");

    assertThat(
            replayed(List.of("negative", "positive"), Map.of(), Labelling.asWritten(), rows)
                .hints())
        .containsExactly("Reviews without a label: 1.");
  }

  @Test
  void saysWhatToDoWhereTheOneRowWithoutANamedFieldMayBeAroundTheReviews() {
    List<String> rows = List.of("{'reviews':[{'comment':'t'}]}");
    ReplayResult replayed = replayed(Map.of("text", "comment"), Labelling.asWritten(), rows);

    assertThatThrownBy(() -> requireNamed(replayed))
        .hasMessageEndingWith(
            "and leave out the rest. If it is an object around reviews, write each on a line, such"
                + " as by jq -c '.reviews[]'.");
  }

  private static ReplayResult replayed(
      Map<String, String> fields, Labelling labelling, List<String> rows) {
    return replayed(List.of(), fields, labelling, rows);
  }

  private static ReplayResult replayed(
      List<String> known, Map<String, String> fields, Labelling labelling, List<String> rows) {
    RecordFormat format =
        new RecordFormat(fields, TimestampUnit.MS, Value.JSON, RecordFormat.Key.JSON);
    DatasetReader reader =
        new DatasetReader(ReviewLimits.defaults().forDataset(), format, labelling);
    RowTimes times = new RowTimes(TimestampUnit.MS);
    LabelCounts labels = new LabelCounts(known);
    for (int line = 0; line < rows.size(); line++) {
      byte[] row = rows.get(line).replace('\'', '"').getBytes(UTF_8);
      if (reader.read(row, 0, "a", line) instanceof DatasetRow read) {
        times.add(read);
        labels.add(rows.get(line).contains("'label':'positive'") ? "positive" : null);
      }
    }
    return new ReplayResult(
        metrics(),
        new ReplayResult.Request("the data set a", known, format, labelling, Path.of("out")),
        new ReplayResult.Findings(
            rows.size(),
            new FirstRow(reader.fieldsOf(rows.get(0).replace('\'', '"').getBytes(UTF_8))),
            reader.counts(),
            null,
            null,
            labels,
            times,
            rows.size(),
            0));
  }

  private static void requireNamed(ReplayResult replayed) {
    replayed.findings().counts().requireNamed("the data set a", replayed.findings().first());
  }

  /** The same, with all rows rejected. */
  private static ReplayResult rejected(ReplayResult read, String reason) {
    return new ReplayResult(
        metrics(0, Map.of(reason, read.findings().rows())), read.request(), read.findings());
  }

  private static ReplayMetrics metrics() {
    return metrics(2, Map.of());
  }

  private static ReplayMetrics metrics(long reviews, Map<String, Long> rejected) {
    long rejects = rejected.values().stream().mapToLong(Long::longValue).sum();
    return new ReplayMetrics(
        "m@1", "carry", "cpu", "cell", reviews, rejects, rejected, 0, 0, reviews, null, null, null,
        Map.of(), 4, 0, 1, 2.0, 1.0, 2.0, null);
  }
}
