package io.undertone.operator.parse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.undertone.event.RawRecord;
import io.undertone.event.UserEvent;
import io.undertone.operator.LogLines;
import io.undertone.operator.SentimentSteps;
import io.undertone.operator.settings.RecordFormat;
import io.undertone.operator.settings.RecordFormat.TimestampUnit;
import io.undertone.operator.settings.RecordFormat.Value;
import io.undertone.operator.settings.ReviewLimits;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.JobID;
import org.apache.flink.runtime.operators.testutils.MockEnvironment;
import org.apache.flink.runtime.operators.testutils.MockEnvironmentBuilder;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/** A slip of an option is said soon, and once; what may be rare is not one. */
@SuppressWarnings("try") // closing a harness may throw anything
class FirstRecordsTest {

  private static final String UNDATED = "{'review_id':'1','user_id':'ann','text':'a'}";
  private static final String DATED =
      "{'review_id':'1','user_id':'ann','text':'a','when':1700000000000}";
  private static final Map<String, String> WHEN = Map.of("timestamp", "when");

  @Test
  void saysThatNoReviewHasTheTimestampThatWasNamed() throws Exception {
    assertThat(warnings(WHEN, UNDATED, 3 * FirstRecords.ENOUGH))
        .containsExactly(
            "Reading timestamps from when, as --fields says: expected some, found none in"
                + " the first 100 reviews (metric undated). Each takes the time of its Kafka record."
                + " If they have a time, name its field by --fields timestamp=NAME; else leave that"
                + " out.");
  }

  @Test
  void saysAtOnceThatTheFirstRecordIsRejectedAndWhy() throws Exception {
    assertThat(warnings(Map.of("user_id", "whom"), DATED, 1))
        .containsExactly(
            "Reading records: expected reviews, found none in the first record (metric rejected, by"
                + " reason); the last was rejected for user_missing: no whom (user_id): send one, or"
                + " name its field by --fields user_id=NAME.");
    assertThat(warningsToTheEnd(Map.of(), List.of("{", "{"), 1)).hasSize(1);
  }

  @Test
  void saysThatEveryRecordIsRejectedAndWhy() throws Exception {
    assertThat(warnings(Map.of("user_id", "whom"), DATED, 3 * FirstRecords.ENOUGH))
        .hasSize(2)
        .last()
        .isEqualTo(
            "Reading records: expected reviews, found none among the first 100 (metric rejected, by"
                + " reason); the last was rejected for user_missing: no whom (user_id): send one, or"
                + " name its field by --fields user_id=NAME.");
  }

  @Test
  void saysAtTheEndWhyFewRecordsAreAllRejected() throws Exception {
    assertThat(warnings(Map.of("text", "body"), UNDATED, 3)).hasSize(1);
    assertThat(warningsToTheEnd(Map.of("text", "body"), List.of(UNDATED, UNDATED), 3))
        .hasSize(2)
        .last()
        .isEqualTo(
            "Reading records: expected reviews, found none among the first 3 (metric rejected, by"
                + " reason); the last was rejected for text_missing: no body (text): send one, or"
                + " name its field by --fields text=NAME.");
    assertThat(warningsToTheEnd(Map.of(), List.of(UNDATED, "{"), 3)).isEmpty();
    assertThat(warningsToTheEnd(Map.of(), List.of("{", UNDATED), 0)).isEmpty();
  }

  @Test
  void saysNothingWhereAnotherSubtaskHasAReview() throws Exception {
    JobID job = new JobID();
    try (LogLines log = LogLines.of(ParseReviews.class)) {
      try (var other = opened(Map.of(), job);
          var parse = opened(Map.of(), job)) {
        parse(other, List.of(UNDATED, UNDATED), 1);
        parse(parse, List.of("{", "{"), 3);
      }
      assertThat(log.warnings()).isEmpty();
    }
  }

  @Test
  void saysNothingOfFewRecords() throws Exception {
    assertThat(warnings(WHEN, UNDATED, FirstRecords.ENOUGH - 1)).isEmpty();
  }

  @Test
  void saysNothingOfAFieldThatNobodyNamed() throws Exception {
    assertThat(warnings(Map.of(), UNDATED, FirstRecords.ENOUGH)).isEmpty();
  }

  @Test
  void saysNothingWhereOneRecordIsAsTheOptionsSay() throws Exception {
    assertThat(warnings(WHEN, List.of(DATED, UNDATED), FirstRecords.ENOUGH)).isEmpty();
    assertThat(warnings(Map.of(), List.of(UNDATED, "{"), FirstRecords.ENOUGH)).isEmpty();
  }

  private static List<String> warnings(Map<String, String> fields, String rest, int count)
      throws Exception {
    return warnings(fields, List.of(rest, rest), count);
  }

  /** What is logged of one record and then so many of another in all. */
  private static List<String> warnings(Map<String, String> fields, List<String> records, int count)
      throws Exception {
    try (LogLines log = LogLines.of(ParseReviews.class);
        var parse = opened(fields, new JobID())) {
      parse(parse, records, count);
      return List.copyOf(log.warnings());
    }
  }

  /** The same behind the last one. */
  private static List<String> warningsToTheEnd(
      Map<String, String> fields, List<String> records, int count) throws Exception {
    try (LogLines log = LogLines.of(ParseReviews.class)) {
      try (var parse = opened(fields, new JobID())) {
        parse(parse, records, count);
      }
      return List.copyOf(log.warnings());
    }
  }

  private static void parse(
      OneInputStreamOperatorTestHarness<RawRecord, UserEvent> parse,
      List<String> records,
      int count)
      throws Exception {
    for (int each = 0; each < count; each++) {
      byte[] value = records.get(Math.min(each, 1)).replace('\'', '"').getBytes(UTF_8);
      parse.processElement(new StreamRecord<>(Records.of(null, value)));
    }
  }

  private static OneInputStreamOperatorTestHarness<RawRecord, UserEvent> opened(
      Map<String, String> fields, JobID job) throws Exception {
    RecordFormat format =
        new RecordFormat(fields, TimestampUnit.MS, Value.JSON, RecordFormat.Key.TEXT);
    var step = new ParseReviews(ReviewLimits.defaults(), format, SentimentSteps.REJECTED);
    MockEnvironment environment = new MockEnvironmentBuilder().setJobID(job).build();
    var parse = new OneInputStreamOperatorTestHarness<>(new ProcessOperator<>(step), environment);
    parse.open();
    return parse;
  }
}
