package io.undertone.operator.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A field is read under its producer's name, and under no other. */
class FieldNamesTest {

  private static final Map<String, String> SHOP =
      Map.of("user_id", "who", "text", "body", "timestamp", "at", "review_id", "key");

  @Test
  void readsTheNamesOfTheProducer() {
    assertThat(told(SHOP, "{'who':'ann','body':'so good','at':1700000000000,'key':'r1'}"))
        .isEqualTo("review r1 of ann @1700000000000");
  }

  @Test
  void aNameThatIsReplacedIsUnknown() {
    String value = "{'user_id':7.5,'text':[],'at':5,'who':'ann','body':'','key':1,'timestamp':{}}";
    assertThat(told(SHOP, value)).isEqualTo("review 1 of ann @5");
  }

  @Test
  void fieldsMayChangePlaces() {
    Map<String, String> fields = Map.of("user_id", "text", "text", "user_id");
    assertThat(told(fields, "{'user_id':'so good','text':'ann','review_id':'r','timestamp':1}"))
        .isEqualTo("review r of ann @1");
  }

  @Test
  void saysBothNamesOfAField() {
    assertThat(told(SHOP, "{'user_id':'ann'}"))
        .isEqualTo(
            "user_missing: no who (user_id): send one, or name its field by --fields user_id=NAME");
    assertThat(told(SHOP, "{'who':''}"))
        .isEqualTo(
            "user_missing: who (user_id) is null or blank: send one, or name its field by --fields"
                + " user_id=NAME");
    assertThat(told(SHOP, "{'who':{}}"))
        .isEqualTo("user_not_text: who (user_id) is an object: send a text or an integer");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'specversion':'1.0','source':'/shop','data':REVIEW} | user_missing: no user_id but in data",
        "{'payload':REVIEW} | user_missing: no user_id but in payload",
        "{'my data':REVIEW} | user_missing: no user_id but in an object",
        "{'review_id':'r','text':'t','user':{'user_id':7}} | user_missing: no user_id but in user",
        "{'user_id':'u','review_id':'r','body':{'text':'t'}} | text_missing: no text but in body",
      })
  void saysInWhichObjectAFieldIs(String value, String told) {
    String review = "{'review_id':'r','user_id':'u','text':'t'}";
    assertThat(told(Map.of(), value.replace("REVIEW", review)))
        .isEqualTo(told + ": send that object itself");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'data':{'id':'1','attributes':REVIEW}} | in data.attributes: send that object itself",
        "{'count':2,'reviews':[1,REVIEW,REVIEW]} | in the array reviews: send each of its objects by"
            + " itself",
        "{'result':{'hits':[{'_source':REVIEW}]}} | in the array result.hits._source: send each of"
            + " its objects by itself",
        "{'a b':[[[REVIEW]]]} | in an array: send each of its objects by itself",
        "{'tags':['a',{'b':[]}],'value':REVIEW} | in value: send that object itself",
      })
  void saysHowDeepAFieldIs(String value, String told) {
    String review = "{'review_id':'r','user_id':'u','text':'t'}";
    assertThat(told(Map.of(), value.replace("REVIEW", review)))
        .isEqualTo("user_missing: no user_id but " + told);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'Type':'Notification','Message':' {\\'text\\':1}'} | Message",
        "{'payload':'[{}]','x':'{'} | payload",
        "{'my data':'{}'} | a field",
      })
  void saysThatATextHoldsJson(String value, String where) {
    assertThat(told(Map.of(), value))
        .isEqualTo(
            "user_missing: no user_id, but %s is a text that holds JSON: send that object itself"
                .formatted(where));
  }

  @Test
  void aNameThatServesAFieldMarksNoEnvelope() {
    Map<String, String> fields = Map.of("text", "payload", "user_id", "op", "review_id", "before");
    assertThat(told(fields, "{'op':'ann','before':1,'after':2,'schema':'x','payload':'t'}"))
        .isEqualTo("review 1 of ann @the record's time");
  }

  private static String told(Map<String, String> fields, String value) {
    return Records.told(Records.reader(fields).read(Records.of(null, value)));
  }
}
