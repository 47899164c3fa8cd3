package io.undertone.operator.parse;

import static io.undertone.operator.parse.Records.bytes;
import static io.undertone.operator.parse.Records.framed;
import static org.assertj.core.api.Assertions.assertThat;

import io.undertone.operator.parse.ParsedRecord.Accepted;
import io.undertone.operator.settings.RecordFormat;
import io.undertone.operator.settings.RecordFormat.TimestampUnit;
import io.undertone.operator.settings.RecordFormat.Value;
import io.undertone.operator.settings.ReviewLimits;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A tombstone forgets whom its key names, or says why it names nobody. */
class KeyReaderTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "text     | ann                                    | forget ann",
        "text     | 70                                     | forget 70",
        "text     | käthe {1}                              | forget käthe {1}",
        "json     | 'ann'                                  | forget ann",
        "json     | 70                                     | forget 70",
        "json     | {'schema':{},'payload':'ann'}          | forget ann",
        "json     | {'schema':null,'payload':70}           | forget 70",
        "registry | ann                                    | forget ann",
        "debezium | {'user_id':'ann'}                      | forget ann",
        "debezium | {'id':3,'user_id':70}                  | forget 70",
        "text     | [deleted]                              | forget [deleted]",
        "debezium | {'schema':{},'payload':{'user_id':70}} | forget 70",
      })
  void forgetsWhomTheKeyNames(String key, String written, String told) {
    assertThat(forgotten(key, bytes(written))).isEqualTo(told);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "text     | 'ann'             | key_not_plain: the key is a JSON string: give --key json",
        "text     | {'user_id':'ann'} | key_not_plain: the key is a JSON object: give --key"
            + " debezium if it holds the user's field, else --key json",
        "text     | Struct{id=3}      | key_not_plain: the key is a struct in Connect's text: set"
            + " key.converter to JSON and give --key debezium",
        "text     | ` `               | key_without_user: --key text takes text; this key names no"
            + " user so",
        "text     | `\u200b\u00a0`   | key_without_user: --key text takes text; this key names no"
            + " user so",
        "text     | ['ann']           | key_not_plain: the key is a JSON array: key by the user's"
            + " id alone",
        "json     | ' '               | key_without_user: --key json takes a JSON string or"
            + " integer, bare or as payload; this key names no user so",
        "registry | 'ann'             | key_not_plain: the key is a JSON string: give --key json",
        "json     | ann               | key_without_user: --key json takes a JSON string or"
            + " integer, bare or as payload; this key names no user so",
        "json     | null              | key_without_user: --key json takes a JSON string or"
            + " integer, bare or as payload; this key names no user so",
        "json     | 70.0              | key_without_user: --key json takes a JSON string or"
            + " integer, bare or as payload; this key names no user so",
        "json     | {'payload':{'payload':'ann'}} | key_without_user: --key json takes a JSON"
            + " string or integer, bare or as payload; this key names no user so",
        "json     | ''                | key_without_user: --key json takes a JSON string or"
            + " integer, bare or as payload; this key names no user so",
        "json     | '\\ud83d'         | key_without_user: key holds half a surrogate pair: send"
            + " whole characters",
        "json     | {'user_id':'ann'} | key_without_user: --key json takes a JSON string or"
            + " integer, bare or as payload; this key names no user so",
        "debezium | {'id':3}          | key_without_user: --key debezium takes a JSON object with"
            + " user_id, bare or as payload; this key names no user so",
        "debezium | {'user_id':1,'user_id':2} | key_without_user: --key debezium takes a JSON"
            + " object with user_id, bare or as payload; this key names no user so",
        "debezium | 'ann'             | key_without_user: --key debezium takes a JSON object with"
            + " user_id, bare or as payload; this key names no user so",
        "debezium | {'user_id':'ann'} x | key_without_user: --key debezium takes a JSON object with"
            + " user_id, bare or as payload; this key names no user so",
      })
  void saysWhyTheKeyNamesNobody(String key, String written, String told) {
    assertThat(forgotten(key, bytes(written))).isEqualTo(told);
  }

  @Test
  void readsAKeyBehindARegistrysFrame() {
    assertThat(forgotten("registry", framed(200, bytes("'ann'")))).isEqualTo("forget ann");
    assertThat(forgotten("registry", framed(1, bytes("70")))).isEqualTo("forget 70");
    assertThat(forgotten("registry", framed(1, bytes("{'user_id':'ann'}"))))
        .isEqualTo("forget ann");
    assertThat(forgotten("registry", framed(1, bytes("{'schema':{},'payload':'ann'}"))))
        .isEqualTo("forget ann");
    byte[] avro = framed(1, new byte[] {6, 'a', 'n', 'n'});
    assertThat(forgotten("registry", avro))
        .isEqualTo(
            "key_without_user: --key registry takes text, or JSON behind the frame; Avro and"
                + " Protobuf are not read; this key names no user so");
    assertThat(forgotten("text", avro))
        .isEqualTo(
            "key_not_plain: the key is a registry's frame: give --key registry if JSON follows it,"
                + " else key by text");
    assertThat(forgotten("text", new byte[] {0, 0, 0, 70}))
        .isEqualTo("key_not_plain: the key is binary: set the key's serializer to text");
  }

  @Test
  void looksForTheUsersFieldUnderItsName() {
    RecordFormat format =
        new RecordFormat(
            Map.of("user_id", "who"), TimestampUnit.MS, Value.JSON, RecordFormat.Key.DEBEZIUM);
    RecordReader reader = new RecordReader(ReviewLimits.defaults(), format);
    assertThat(Records.told(reader.read(Records.of("{'who':'ann','user_id':1}", null))))
        .isEqualTo("forget ann");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "text     | ann               | false",
        "text     | 'ann'             | true",
        "json     | 'ann'             | false",
        "json     | ann               | true",
        "json     | 'bob'             | true",
        "registry | ann               | false",
        "debezium | {'user_id':'ann'} | false",
        "debezium | {'user_id':'bob'} | true",
        "debezium | {'id':3}          | true",
      })
  void comparesWithTheUserThatTheKeyNames(String key, String written, boolean differs) {
    RecordReader reader = reader(key);
    String value = "{'user_id':'ann','review_id':'r','text':''}";
    assertThat(((Accepted) reader.read(Records.of(written, value))).keyDiffers())
        .isEqualTo(differs);
    assertThat(((Accepted) reader.read(Records.of((String) null, value))).keyDiffers()).isFalse();
  }

  @Test
  void boundsWhatAKeyNames() {
    String longest = "x".repeat(256);
    String beyond =
        "id_too_long: key of 257 bytes, at most 256 are taken: shorten it, or raise"
            + " --id-bytes-max";
    assertThat(forgotten("text", bytes(longest))).isEqualTo("forget " + longest);
    assertThat(forgotten("text", bytes(longest + "x"))).isEqualTo(beyond);
    assertThat(forgotten("json", bytes("'" + longest + "'"))).isEqualTo("forget " + longest);
    assertThat(forgotten("json", bytes("'" + longest + "x'"))).isEqualTo(beyond);
  }

  private static String forgotten(String key, byte[] written) {
    return Records.told(reader(key).read(Records.of(written, (byte[]) null)));
  }

  private static RecordReader reader(String key) {
    return Records.reader(
        Value.JSON, RecordFormat.Key.valueOf(key.toUpperCase(java.util.Locale.ROOT)));
  }
}
