package io.undertone.operator.parse;

import static io.undertone.operator.parse.Records.told;
import static org.assertj.core.api.Assertions.assertThat;

import io.undertone.operator.settings.RecordFormat.TimestampUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** MongoDB's Extended JSON, canonical, relaxed and of old, is read as what it stands for. */
class FieldValueTest {

  private final RecordReader reader = Records.reader(Map.of("review_id", "_id"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'$date':'2024-01-08T05:19:23.484Z'}       | 1704691163484",
        "{'$date':'2024-01-08T05:19:23.484+0000'}   | 1704691163484",
        "{'$date':{'$numberLong':'1704691163484'}}  | 1704691163484",
        "{ '$date' : { '$numberLong' : '20240108'}} | 20240108",
        "{'$date':1704691163484}                    | 1704691163484",
        "{'$numberLong':'1704691163484'}            | 1704691163484",
        "{'$numberDouble':'1704691163484.0'}        | 1704691163484",
        "{'$numberDecimal':'1.704691163484E+12'}    | 1704691163484",
      })
  void readsTimes(String time, long millis) {
    assertThat(told(read("{'$oid':'5f0c'}", "'ann'", time)))
        .isEqualTo("review 5f0c of ann @" + millis);
  }

  @ParameterizedTest
  @EnumSource
  void readsANumberInADateInMillisecondsWhateverTheUnit(TimestampUnit unit) {
    RecordReader inUnit = Records.reader(unit);
    for (String number : List.of("1704691163484", "{'$numberLong':'1704691163484'}")) {
      String json = "{'review_id':'1','user_id':'ann','text':'t','timestamp':{'$date':%s}}";
      assertThat(told(inUnit.read(Records.of(null, json.formatted(number)))))
          .isEqualTo("review 1 of ann @1704691163484");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{'$date':1704691163.5}", "{'$date':{'$numberLong':'999999999999999'}}"})
  void refusesADateThatIsNoWholeMillisecondOfAnyYear(String time) {
    assertThat(told(read("'r'", "'ann'", time)))
        .startsWith("timestamp_unreadable: timestamp is an object: ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'$oid':'5f0c'}       | 5f0c",
        "{'$numberLong':'-77'} | -77",
        "{'$numberInt':'7'}    | 7",
        "{'$uuid':'0b5e-77'}   | 0b5e-77",
      })
  void readsIds(String id, String read) {
    assertThat(told(read(id, id, "0"))).isEqualTo("review %s of %s @0".formatted(read, read));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'$numberDouble':'7.0'}      | a number with a fraction or an exponent",
        "{'$oid':'a','x':1}           | an object",
        "{'x':1,'$oid':'a'}           | an object",
        "{'$oid':['a']}               | an object",
        "{'id':'a'}                   | an object",
        "{'$date':{'id':'a'}}         | an object",
        "{}                           | an object",
        "[{'$oid':'a'}]               | an array",
      })
  void takesNoOtherObjectForAnId(String id, String called) {
    assertThat(told(read("'r'", id, "0")))
        .isEqualTo("user_not_text: user_id is %s: send a text or an integer".formatted(called));
  }

  @Test
  void refusesMongosOtherObjects() {
    String json =
        "{'timestamp':{'$timestamp':{'t':1,'i':1}},'user_id':'ann','_id':'1','text':'fine'}";
    assertThat(told(reader.read(Records.of(null, json))))
        .startsWith("timestamp_unreadable: timestamp is an object: ");
  }

  @Test
  void aTextThatIsANumberIsNoText() {
    String json = "{'_id':'1','user_id':'ann','text':{'$numberInt':'5'}}";
    assertThat(told(reader.read(Records.of(null, json))))
        .isEqualTo("text_not_text: text is an integer: send a JSON string");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1704691163484000000", "'1704691163484000000'"})
  void saysWhatToDoAboutNanoseconds(String time) {
    assertThat(told(read("'r'", "'ann'", time)))
        .isEqualTo(
            "timestamp_unreadable: timestamp is no whole millisecond of the years 1 to 9999, read in"
                + " ms; if it counts nanoseconds, leave out the last six digits");
  }

  @Test
  void namesTheNotationOfMongosShell() {
    String json = "{'_id':ObjectId('5f0c'),'user_id':'ann','text':'t'}";
    assertThat(told(reader.read(Records.of(null, json))))
        .endsWith("it looks like the notation of MongoDB's shell: send what mongoexport writes");
  }

  private ParsedRecord read(String reviewId, String userId, String time) {
    String json = "{'_id':%s,'user_id':%s,'text':'so good','timestamp':%s}";
    return reader.read(Records.of(null, json.formatted(reviewId, userId, time)));
  }
}
