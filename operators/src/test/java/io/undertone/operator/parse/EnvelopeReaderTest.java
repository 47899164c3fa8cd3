package io.undertone.operator.parse;

import static io.undertone.operator.parse.Records.bytes;
import static io.undertone.operator.parse.Records.framed;
import static org.assertj.core.api.Assertions.assertThat;

import io.undertone.operator.settings.RecordFormat;
import io.undertone.operator.settings.RecordFormat.Value;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrapped around a review is read when it is announced, and else told by its name. */
class EnvelopeReaderTest {

  private static final String ROW =
      "{'review_id':'r1','user_id':'ann','text':'fine','timestamp':7}";
  private static final String REVIEW = "review r1 of ann @7";
  private static final String DEBEZIUM = "a change event of Debezium";
  private static final String CONNECT = "Kafka Connect's schema and payload";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'before':null,'after':ROW,'source':{'db':'shop'},'op':'c','ts_ms':1} | REVIEW",
        "{'op':'u','before':{'user_id':[],'text':3},'after':ROW} | REVIEW",
        "{'op':'r','after':ROW,'transaction':null} | REVIEW",
        "{'schema':{'type':'struct'},'payload':{'before':null,'after':ROW,'op':'c'}} | REVIEW",
        "{'payload':{'op':'c','after':ROW},'schema':null} | REVIEW",
        "{'before':ROW,'after':null,'op':'d'} | forget ann",
        "{'before':{'user_id':70},'after':null,'op':'d'} | forget 70",
        "{'before':{'id':3},'after':null,'op':'d'} | forget key",
        "{'before':null,'after':null,'op':'d'} | forget key",
        "{'schema':{},'payload':{'op':'d','before':ROW,'after':null}} | forget ann",
        "{'schema':null,'payload':null} | forget key",
      })
  void readsChangeEvents(String value, String told) {
    assertThat(read(Value.DEBEZIUM, "{'user_id':'key'}", value))
        .isEqualTo(told.replace("REVIEW", REVIEW));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "ROW | not_an_envelope",
        "{} | not_an_envelope",
        "{'op':'c','review_id':'r1','user_id':'ann','text':''} | not_an_envelope",
        "{'schema':{},'payload':ROW} | not_an_envelope",
        "{'before':null,'after':ROW} | not_an_envelope",
        "{'op':'t','source':{},'ts_ms':1} | operation_not_read",
        "{'op':'m','source':{},'message':{}} | operation_not_read",
        "{'op':'c','before':null,'after':null} | operation_not_read",
        "{'op':'c','after':ROW,'after':ROW} | field_repeated",
        "{'op':'c','after':{'user_id':'ann','review_id':'r'}} | text_missing",
        "{'op':'c','after':'{}'} | json_in_json",
        "{'op':'u','after':{'user_id':'ann','review_id':'r','text':'GONE'}} | text_missing",
        "{'op':'d','before':{'user_id':'GONE'}} | key_without_user",
        "{'op':'c','after':[]} | not_an_object",
        "{'op':'c','after':ROW} {} | not_json",
        "{'op':'c','after':ROW | not_json",
        "{'op':'d','before':{'user_id':'\\ud83d'}} | user_not_text",
        "{'op':'d','before':{'id':3}} | key_without_user",
        "'{}' | json_in_json",
        "[] | not_an_object",
      })
  void rejectsOtherChangeEventsForTheirOwnReason(String value, String code) {
    String unavailable = "__debezium_unavailable_value";
    assertThat(read(Value.DEBEZIUM, "plain", value.replace("GONE", unavailable)))
        .startsWith(code + ": ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'schema':{'fields':[{'field':'text'}]},'payload':ROW} | review r1 of ann @7",
        "{'payload':ROW,'schema':null} | review r1 of ann @7",
        "{'schema':null,'payload':null} | forget key",
        "ROW | not_an_envelope: no schema and payload of Connect: give the --value that fits, json"
            + " for bare reviews",
        "{'payload':ROW} | not_an_envelope: no schema and payload of Connect: give the --value that"
            + " fits, json for bare reviews",
        "{'schema':{},'payload':'{}'} | json_in_json: the row in the envelope is a text that holds"
            + " JSON, so it is encoded twice: send the object itself",
        "{'schema':{},'payload':3} | not_an_object: the row in the envelope is an integer: send one"
            + " object a record",
        "{'schema':{},'payload':{'op':'c','after':ROW}} | debezium_envelope: a change event of"
            + " Debezium: give --value debezium",
      })
  void readsPayloads(String value, String told) {
    assertThat(read(Value.CONNECT, "'key'", value)).isEqualTo(told);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'review_id':'r1','user_id':'ann','text':'fine','timestamp':7,'__deleted':'true'} | forget"
            + " ann",
        "{'__deleted':true,'review_id':'r1','user_id':'ann','text':null} | forget ann",
        "{'user_id':70,'__op':'d','__deleted':'true'} | forget 70",
        "{'review_id':'r1','user_id':null,'__deleted':'true'} | forget key",
        "{'__deleted':'true'} | forget key",
        "{'__deleted':'false','review_id':'r1','user_id':'ann','text':'fine','timestamp':7} |"
            + " REVIEW",
        "{'__deleted':null,'review_id':'r1','user_id':'ann','text':'fine','timestamp':7} | REVIEW",
        "{'__deleted':{'a':true},'review_id':'r1','user_id':'ann','text':'','timestamp':7} |"
            + " REVIEW",
      })
  void aFlattenedRowThatIsDeletedForgetsItsUser(String row, String told) {
    String expected = told.replace("REVIEW", REVIEW);
    assertThat(read(Value.JSON, "'key'", row)).isEqualTo(expected);
    assertThat(read(Value.CONNECT, "'key'", "{'schema':{},'payload':" + row + "}"))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"review_id,review_id_missing", "user_id,user_missing", "text,text_missing"})
  void takesNoWordOfDebeziumForWhatAUserWrote(String field, String code) {
    String row =
        ROW.replaceFirst(
            "'" + field + "':'\\w+'", "'%s':'__debezium_unavailable_value'".formatted(field));
    assertThat(read(Value.JSON, "'key'", row))
        .isEqualTo(
            "%s: %s is what Debezium writes where an update does not bring a value: let the database bring it, such as by REPLICA IDENTITY FULL"
                .formatted(code, field));
  }

  @Test
  void saysWhoUnpacksTheRowsOfMongoDb() {
    assertThat(read(Value.DEBEZIUM, null, "{'op':'c','after':'{}'}"))
        .isEqualTo(
            "json_in_json: the row in the envelope is a text that holds JSON, so it is encoded"
                + " twice: send the object itself, as MongoDB's ExtractNewDocumentState does");
  }

  @Test
  void namesAnOperationByItsLetterAndALongerOneByItsLength() {
    String event = "{'before':null,'after':null,'op':'%s'}";
    String told =
        "operation_not_read: op is %s, which neither brings nor deletes a row; c, u, r and d are"
            + " read";
    assertThat(read(Value.DEBEZIUM, "'key'", event.formatted("t"))).isEqualTo(told.formatted("t"));
    assertThat(read(Value.DEBEZIUM, "'key'", event.formatted("my text")))
        .isEqualTo(told.formatted("7 characters"));
  }

  @Test
  void aFlattenedRowThatIsDeletedAndNamesNobodyIsRejectedByItsName() {
    assertThat(read(Value.JSON, null, "{'review_id':'r1','text':'fine','__deleted':'true'}"))
        .isEqualTo(
            "tombstone_without_key: a row with __deleted and no user, and a record without a value"
                + " names its user by its key: send one");
  }

  @Test
  void readsWhatFollowsARegistrysFrame() {
    for (int schema : new int[] {1, 200, 100_001, Integer.MAX_VALUE}) {
      assertThat(read(Value.REGISTRY, framed(schema, row(ROW)))).isEqualTo(REVIEW);
      assertThat(read(Value.REGISTRY, framed(schema, row("\uFEFF " + ROW)))).isEqualTo(REVIEW);
    }
  }

  @Test
  void rejectsOtherFramesForTheirOwnReason() {
    String binary =
        ": no JSON follows the registry's five bytes: Avro and Protobuf are not read, send JSON";
    byte[] avro = {6, 'a', 'n', 'n', 4, 'r', '1', (byte) 0x80, 1};
    assertThat(read(Value.REGISTRY, framed(1, avro))).isEqualTo("not_json" + binary);
    assertThat(read(Value.REGISTRY, framed(1, bytes("'ann is 17 letters"))))
        .isEqualTo("not_json" + binary);
    assertThat(read(Value.REGISTRY, framed(1, new byte[] {'{', (byte) 0xFF})))
        .isEqualTo("not_utf8" + binary);
    assertThat(read(Value.REGISTRY, framed(1, new byte[0])))
        .isEqualTo("value_empty: nothing follows the registry's five bytes: send a review");
    assertThat(read(Value.REGISTRY, row(ROW)))
        .isEqualTo(
            "not_a_frame: no schema registry's five bytes: give the --value that fits, json for"
                + " bare reviews");
    assertThat(read(Value.REGISTRY, framed(1, row("{'op':'c','after':ROW}"))))
        .isEqualTo(
            "debezium_envelope: a change event of Debezium behind a registry's frame: set the"
                + " converter to plain JSON and give --value debezium");
  }

  @Test
  void namesAFrameThatWasNotAnnounced() {
    assertThat(read(Value.JSON, framed(1, row(ROW))))
        .isEqualTo(
            "registry_frame: a schema registry's five bytes, then JSON: give --value registry");
    assertThat(read(Value.JSON, framed(200, new byte[] {2, 'a'})))
        .isEqualTo(
            "registry_frame: a schema registry's five bytes, and no JSON: Avro and Protobuf are not"
                + " read, send JSON");
    assertThat(read(Value.CONNECT, framed(1, row(ROW))))
        .isEqualTo(
            "registry_frame: a schema registry's five bytes around JSON: set the converter to plain"
                + " JSON, or give --value registry");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\uFEFFROW", "[ROW]", " null "})
  void seesJsonBehindAFrameThatWasNotAnnounced(String json) {
    assertThat(read(Value.JSON, framed(1, row(json))))
        .isEqualTo(
            "registry_frame: a schema registry's five bytes, then JSON: give --value registry");
    assertThat(read(Value.REGISTRY, framed(1, row(json))))
        .matches("review r1 of ann @7|not_an_object: the JSON is (an array|null): .*");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0300000102030405060708090a0b0c0d0e0f | 18 bytes of AWS Glue's schema registry, which are"
            + " not read: send plain JSON",
        "0305000102030405060708090a0b0c0d0e0f | 18 bytes of AWS Glue's schema registry, which are"
            + " not read: send plain JSON",
        "0100000102030405060708090a0b0c0d0e | 17 bytes of a schema registry, then JSON: let its"
            + " serializer write ids of four bytes",
        "000000000000000007 | nine bytes of a schema registry, as Apicurio's, then JSON: let its"
            + " serializer write ids of four bytes",
      })
  void namesHeadersOfOtherLengths(String header, String told) {
    byte[] value = HexFormat.of().parseHex(header + HexFormat.of().formatHex(row(ROW)));
    assertThat(read(Value.JSON, value)).isEqualTo("registry_frame: " + told);
    assertThat(read(Value.REGISTRY, value)).isEqualTo("not_a_frame: " + told);
  }

  @Test
  void namesAnEnvelopeThatWasNotAnnounced() {
    assertThat(read(Value.JSON, null, "{'before':null,'after':ROW,'op':'c'}"))
        .isEqualTo("debezium_envelope: " + DEBEZIUM + ": give --value debezium");
    assertThat(read(Value.JSON, null, "{'schema':{},'payload':{'after':ROW,'op':'c'}}"))
        .isEqualTo("debezium_envelope: " + DEBEZIUM + ": give --value debezium");
    assertThat(read(Value.JSON, null, "{'schema':{},'payload':ROW}"))
        .isEqualTo("connect_envelope: " + CONNECT + ": give --value connect");
    assertThat(read(Value.JSON, null, "'{}'"))
        .isEqualTo(
            "json_in_json: the JSON is a text that holds JSON, so it is encoded twice: send the"
                + " object itself");
  }

  @Test
  void neverTakesAReviewForAnEnvelope() {
    String names = "'op':'c','before':{},'after':{},'source':{},'schema':{},'payload':{'op':1}";
    assertThat(read(Value.JSON, null, "{" + names + "," + ROW.substring(1))).isEqualTo(REVIEW);
    assertThat(read(Value.JSON, null, "{" + names + ",'user_id':'ann','review_id':'r'}"))
        .startsWith("text_missing: ");
  }

  @ParameterizedTest
  @EnumSource(Value.class)
  void aNullValueForgetsTheUserOfTheKey(Value value) {
    assertThat(
            Records.told(
                Records.reader(value, RecordFormat.Key.TEXT).read(Records.of("ann", null))))
        .isEqualTo("forget ann");
  }

  private static String read(Value value, @Nullable String key, String json) {
    RecordFormat.Key written =
        RecordFormat.Key.valueOf(value == Value.DEBEZIUM ? "DEBEZIUM" : "JSON");
    byte[] keyBytes = key == null ? null : bytes(key);
    return Records.told(Records.reader(value, written).read(Records.of(keyBytes, row(json))));
  }

  private static String read(Value value, byte[] bytes) {
    return Records.told(Records.reader(value, RecordFormat.Key.TEXT).read(Records.of(null, bytes)));
  }

  private static byte[] row(String json) {
    return bytes(json.replace("ROW", ROW));
  }
}
