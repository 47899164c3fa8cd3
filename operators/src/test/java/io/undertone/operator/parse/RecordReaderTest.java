package io.undertone.operator.parse;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.undertone.event.ForgetUser;
import io.undertone.event.Origin;
import io.undertone.event.RawRecord;
import io.undertone.event.RejectReason;
import io.undertone.event.Review;
import io.undertone.operator.parse.ParsedRecord.Accepted;
import io.undertone.operator.parse.ParsedRecord.Rejected;
import io.undertone.operator.settings.RecordFormat;
import io.undertone.operator.settings.ReviewLimits;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each record is a review, a tombstone, or rejected for its own reason. */
class RecordReaderTest {

  private static final long RECORDS_OWN = 1_600_000_000_000L;

  private final RecordReader reader =
      new RecordReader(ReviewLimits.defaults(), RecordFormat.defaults());

  @Test
  void readsAReview() {
    ParsedRecord reading =
        read(
            "ann", "{'review_id':'r1','user_id':'ann','text':'so good','timestamp':1700000000000}");
    assertThat(reading)
        .isEqualTo(
            new Accepted(
                new Review(new Origin("r1", "ann", 1_700_000_000_000L, null), "so good"),
                false,
                true));
  }

  @Test
  void ignoresWhatItDoesNotKnow() {
    ParsedRecord reading =
        read(
            null,
            "{'x':[{'user_id':'bob'}],'user_id':'ann','y':1e999999,'text':'','review_id':'r1','x':2}");
    assertThat(review(reading)).isEqualTo(new Review(origin("ann"), ""));
  }

  @Test
  void takesIntegersForIdsAsTheyAreWritten() {
    Review review =
        review(read("70", "{'user_id':70,'review_id':-12345678901234567890,'text':''}"));
    assertThat(review.userId()).isEqualTo("70");
    assertThat(review.origin().reviewId()).isEqualTo("-12345678901234567890");
    assertThat(read(null, "{'user_id':" + "9".repeat(257) + ",'review_id':'r','text':''}"))
        .isEqualTo(
            new Rejected(
                RejectReason.ID_TOO_LONG,
                "user_id of 257 bytes, at most 256 are taken: shorten it, or raise"
                    + " --id-bytes-max"));
  }

  @Test
  void aMissingTimestampIsTheRecordsOwn() {
    assertThat(review(read(null, with("'timestamp':null"))).timestamp()).isEqualTo(RECORDS_OWN);
    assertThat(review(read(null, with("'z':0"))).timestamp()).isEqualTo(RECORDS_OWN);
  }

  @Test
  void readsLabelsOnlyOfADataSet() {
    RecordReader ofDataset =
        new RecordReader(ReviewLimits.defaults().forDataset(), RecordFormat.defaults());
    RawRecord record = record(null, json(with("'label':'positive'")));
    assertThat(review(reader.read(record)).origin().label()).isNull();
    assertThat(review(ofDataset.read(record)).origin().label()).isEqualTo("positive");
    RawRecord number = record(null, json(with("'label':[1]")));
    assertThat(review(ofDataset.read(number)).origin().label()).isNull();
  }

  @Test
  void seesAKeyThatNamesSomeoneElse() {
    assertThat(((Accepted) read("bob", with("'z':0"))).keyDiffers()).isTrue();
    assertThat(((Accepted) read("ann", with("'z':0"))).keyDiffers()).isFalse();
    assertThat(((Accepted) read(null, with("'z':0"))).keyDiffers()).isFalse();
  }

  @Test
  void aTombstoneForgetsTheUserOfItsKey() {
    ParsedRecord reading = reader.read(record("käthe".getBytes(UTF_8), null));
    assertThat(reading).isEqualTo(new Accepted(new ForgetUser("käthe", RECORDS_OWN), false, false));
  }

  @Test
  void aTombstoneForgetsWhateverItsTimestamp() {
    Map<Long, Long> times =
        Map.of(Long.MAX_VALUE, Timestamps.LATEST, Long.MIN_VALUE, Timestamps.EARLIEST, -1L, -1L);
    times.forEach(
        (written, taken) -> {
          var record = new RawRecord(new byte[] {'a'}, null, "reviews", 0, 0, written);
          assertThat(reader.read(record))
              .isEqualTo(new Accepted(new ForgetUser("a", taken), false, false));
        });
  }

  @Test
  void rejectsTombstonesThatNameNobody() {
    assertRejected(reader.read(record(null, null)), RejectReason.TOMBSTONE_WITHOUT_KEY);
    assertRejected(reader.read(record(new byte[0], null)), RejectReason.TOMBSTONE_WITHOUT_KEY);
    byte[] notUtf8 = {'a', (byte) 0xFF};
    assertThat(reader.read(record(notUtf8, null)))
        .isEqualTo(
            new Rejected(
                RejectReason.KEY_NOT_UTF8,
                "key, byte 1 of 2: send UTF-8, or say by --key how it is written"));
    assertThat(reader.read(record("a".repeat(257).getBytes(UTF_8), null)))
        .isEqualTo(
            new Rejected(
                RejectReason.ID_TOO_LONG,
                "key of 257 bytes, at most 256 are taken: shorten it, or raise --id-bytes-max"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "value_empty       | ``",
        "value_empty       | ` \t\r\n`",
        "not_json          | {",
        "not_json          | {'user_id':'ann'",
        "not_json          | nonsense",
        "not_json          | {'z':NaN,'user_id':'ann','review_id':'r','text':''}",
        "not_json          | {'user_id':'ann','review_id':'r','text':''} {}",
        "not_json          | {'user_id':'ann','review_id':'r','text':'\\ud8'}",
        "not_json          | {'user_id':'ann','review_id':'r','text':''",
        "not_an_object     | [1,2]",
        "not_an_object     | 'text'",
        "json_in_json      | ' {}'",
        "json_in_json      | ' [ {}]'",
        "json_in_json      | '\\'{}\\''",
        "not_an_object     | '[sic] {}'",
        "not_an_object     | null",
        "user_missing      | {}",
        "user_missing      | {'user_id':null,'review_id':'r','text':'t'}",
        "user_missing      | {'user_id':'','review_id':'r','text':'t'}",
        "user_missing      | {'user_id':' \u3000','review_id':'r','text':'t'}",
        "user_missing      | {'user_id':'\u00a0','review_id':'r','text':'t'}",
        "user_missing      | {'user_id':'\\u200b\\ufeff\\u202e\\u2800\\u3164\\ufe0f','review_id':'r','text':'t'}",
        "user_missing      | {'user_id':'\\u0007\\u0085','review_id':'r','text':'t'}",
        "review_id_missing | {'user_id':'ann','review_id':'\\u00ad','text':'t'}",
        "review_id_missing | {'user_id':'ann','review_id':'\\t','text':'t'}",
        "user_not_text     | {'user_id':7.0,'review_id':'r','text':'t'}",
        "user_not_text     | {'user_id':1e3,'review_id':'r','text':'t'}",
        "user_not_text     | {'user_id':{'a':1},'review_id':'r','text':'t'}",
        "user_not_text     | {'user_id':'\\ud83d','review_id':'r','text':'t'}",
        "review_id_missing | {'user_id':'ann','text':'t'}",
        "review_id_not_text| {'user_id':'ann','review_id':true,'text':'t'}",
        "text_missing      | {'user_id':'ann','review_id':'r'}",
        "text_missing      | {'user_id':'ann','review_id':'r','text':null}",
        "text_not_text     | {'user_id':'ann','review_id':'r','text':['t']}",
        "text_not_text     | {'user_id':'ann','review_id':'r','text':true}",
        "field_repeated    | {'user_id':'ann','user_id':'bob','review_id':'r','text':'t'}",
        "timestamp_unreadable | {'timestamp':1.5,'user_id':'ann','review_id':'r','text':'t'}",
        "timestamp_unreadable | {'timestamp':'soon','user_id':'ann','review_id':'r','text':'t'}",
        "timestamp_unreadable | {'timestamp':9e99,'user_id':'ann','review_id':'r','text':'t'}",
        "timestamp_unreadable | {'timestamp':[],'user_id':'ann','review_id':'r','text':'t'}",
      })
  void rejectsForItsOwnReason(String code, String value) {
    assertRejected(read(null, value), RejectReason.ofCode(code));
  }

  @Test
  void rejectsBytesThatAreNotUtf8() {
    byte[] value = json(with("'z':'é'"));
    value[value.length - 3] = 'x';
    assertThat(reader.read(record(null, value)))
        .isEqualTo(
            new Rejected(
                RejectReason.NOT_UTF8, "byte 53 of 57: JSON in another encoding? Send UTF-8"));
    assertRejected(
        reader.read(record(null, with("'z':0").replace('\'', '"').getBytes(UTF_16LE))),
        RejectReason.NOT_UTF8);
  }

  @Test
  void acceptsAByteOrderMark() {
    assertThat(read(null, "\uFEFF" + with("'z':0"))).isInstanceOf(Accepted.class);
  }

  @Test
  void keepsHalfASurrogatePairInATextForTheTokenizer() {
    String value = "{'user_id':'ann','review_id':'r1','text':'a\\ud83d'}";
    assertThat(review(read(null, value)).text()).isEqualTo("a\uD83D");
  }

  @Test
  void boundsTextsAndIdsInBytes() {
    String text = "é".repeat(32 << 10);
    assertThat(review(read(null, withText(text))).text()).isEqualTo(text);
    assertThat(read(null, withText(text + "x")))
        .isEqualTo(
            new Rejected(
                RejectReason.TEXT_TOO_LONG,
                "text of 65537 bytes, at most 65536 are taken: shorten it, or raise"
                    + " --text-bytes-max"));
    String user = "\uD83D\uDE00".repeat(64);
    assertThat(review(read(null, withUser(user))).userId()).isEqualTo(user);
    assertThat(read(null, withUser(user + "x")))
        .isEqualTo(
            new Rejected(
                RejectReason.ID_TOO_LONG,
                "user_id of 257 bytes, at most 256 are taken: shorten it, or raise"
                    + " --id-bytes-max"));
  }

  @Test
  void boundsDepthAndNotNumbers() {
    String deep = "[".repeat(100_000) + "]".repeat(100_000);
    assertThat(read(null, with("'z':" + deep)))
        .isEqualTo(new Rejected(RejectReason.TOO_DEEP, "deeper than 100 levels: send it flatter"));
    assertThat(read(null, with("'z':" + "9".repeat(200_000)))).isInstanceOf(Accepted.class);
    assertRejected(
        read(null, with("'timestamp':" + "9".repeat(200_000))), RejectReason.TIMESTAMP_UNREADABLE);
  }

  @Test
  void neverTellsWhatTheUserWrote() {
    Rejected rejected = (Rejected) read(null, "{'user_id':'secret','text':'secret',secret");
    assertThat(rejected.detail())
        .isEqualTo(
            "near byte 36 of 42: a name without double quotes: put each name and text between them");
  }

  @Test
  void sendsACountInAnotherUnitToItsOptionThoughItIsAText() {
    for (String count : List.of("1704691163.484", "1704691163484000")) {
      for (String written : List.of(count, "'" + count + "'")) {
        assertThat(((Rejected) read(null, with("'timestamp':" + written))).detail())
            .isEqualTo(
                "timestamp is no whole millisecond of the years 1 to 9999, read in ms: see"
                    + " --timestamp-unit");
      }
    }
    assertThat(((Rejected) read(null, with("'timestamp':'20240108'"))).detail())
        .contains("name its form by --timestamp-format");
  }

  private ParsedRecord read(@Nullable String key, String value) {
    return reader.read(record(key == null ? null : key.getBytes(UTF_8), json(value)));
  }

  @Test
  void countsWhatIsEmptyInWordsThatFitAnyNumber() {
    ParsedRecord reading = reader.read(record(null, new byte[] {' '}));

    assertThat(reading)
        .isEqualTo(
            new Rejected(
                RejectReason.VALUE_EMPTY,
                "value of length 1, no character in it: send a review, or no value at all to forget the user"));
  }

  private static RawRecord record(byte @Nullable [] key, byte @Nullable [] value) {
    return new RawRecord(key, value, "reviews", 0, 0, RECORDS_OWN);
  }

  private static byte[] json(String singleQuoted) {
    return singleQuoted.replace('\'', '"').getBytes(UTF_8);
  }

  private static String with(String field) {
    return "{'user_id':'ann','review_id':'r1','text':'fine'," + field + "}";
  }

  private static String withText(String text) {
    return "{'user_id':'ann','review_id':'r1','text':'" + text + "'}";
  }

  private static String withUser(String user) {
    return "{'user_id':'" + user + "','review_id':'r1','text':''}";
  }

  private static Origin origin(String user) {
    return new Origin("r1", user, RECORDS_OWN, null);
  }

  private static Review review(ParsedRecord reading) {
    return (Review) ((Accepted) reading).event();
  }

  private static void assertRejected(ParsedRecord reading, RejectReason reason) {
    assertThat(reading).isInstanceOf(Rejected.class);
    assertThat(((Rejected) reading).reason()).isEqualTo(reason);
  }
}
