package io.undertone.operator.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.undertone.operator.deploy.DeploymentJson.Reading;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Deployments as they stand on the control topic, written by hand or by the command. */
class DeploymentJsonTest {

  private static final Deployment PINNED =
      new Deployment("d", "s3://models/b", StatePolicy.REWARM, "0f".repeat(32));

  @Test
  void readsWhatItWrote() {
    assertThat(DeploymentJson.read(DeploymentJson.write(PINNED))).isEqualTo(PINNED);
    Deployment open = new Deployment("d", "/b", StatePolicy.FAIL, null);
    assertThat(DeploymentJson.read(DeploymentJson.write(open))).isEqualTo(open);
  }

  @Test
  void aBundleIsEnough() {
    assertThat(read("{'bundle':'file:///b'}"))
        .isEqualTo(
            new Reading.Request(
                new Deployment("models/0/7", "file:///b", StatePolicy.RESET, null)));
  }

  @Test
  void itsOwnAnswersAreNoDeployments() {
    for (DeploymentOutcome end :
        new DeploymentOutcome[] {
          DeploymentOutcome.switched(PINNED, "b@1"), DeploymentOutcome.refused(PINNED, "broken")
        }) {
      String json = DeploymentJson.write(end);
      assertThat(DeploymentJson.read(json.getBytes(UTF_8), "")).isEqualTo(new Reading.Answer(end));
      assertThat(DeploymentJson.answer(json.getBytes(UTF_8), "d")).contains(end);
      assertThat(DeploymentJson.answer(json.getBytes(UTF_8), "e")).isEmpty();
      assertThat(DeploymentJson.answer(json.getBytes(UTF_8))).contains(end);
    }
    assertThat(DeploymentJson.answer(DeploymentJson.write(PINNED).getBytes(UTF_8))).isEmpty();
    assertThat(DeploymentJson.answer(null, "d")).isEmpty();
    assertThat(DeploymentJson.answer("no JSON".getBytes(UTF_8), "d")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'deployment':'d','status':'switched'}",
        "{'deployment':'d','status':'switched','model':null}",
        "{'deployment':'d','status':'refused'}",
        "{'deployment':'d','status':'refused','model':'b@1'}",
      })
  void anAnswerThatNamesNoModelOrIsARefusalSwitchesNone(String json) {
    byte[] record = json.replace('\'', '"').getBytes(UTF_8);
    assertThat(DeploymentJson.answer(record))
        .contains(new DeploymentOutcome("d", "", null, "a record without a reason"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "''|a record with a value, found none",
        "{'bundle':' '}|the URI of a bundle at bundle, found none",
        "[]|a JSON object, found something else",
        "{'bundle':|JSON, found at line: 1, column: 11 none",
        "{'bundle':'/b'} {}|JSON, found at line: 1, column: 17 none",
        "{'bundle':'/b','bundle':'/c'}|JSON, found at line: 1, column: 25 none",
        "{'state':'reset'}|the URI of a bundle at bundle, found none",
        "{'bundle':7}|a text at bundle, found something else",
        "{'bundle':'/b','policy':'reset'}|the fields bundle, deployment, manifest_sha256, state,"
            + " found policy",
        "{'bundle':'/b','state':'keep'}|reset, fail or rewarm at state, found keep",
        "{'bundle':'/b','manifest_sha256':'../../etc'}|64 hexadecimal digits at manifest_sha256,"
            + " found something else",
      })
  void saysWhatIsWrongWithARecord(String json, String what) {
    assertThat(read(json.equals("''") ? null : json))
        .isEqualTo(
            new Reading.Invalid(
                "Reading a deployment: expected "
                    + what
                    + ". Write {\"bundle\":\"URI\",\"state\":\"reset\"}, or use 'models deploy'."));
  }

  @Test
  void boundsWhatARecordMayHold() {
    String most = "/" + "b".repeat(4095);
    assertThat(read("{'bundle':'%s'}".formatted(most))).isInstanceOf(Reading.Request.class);
    assertThat(broken("{'bundle':'%s'}".formatted(most + "b")))
        .contains("expected at most 4096 characters at bundle, found 4097.");
    assertThat(read("{'bundle':'/b','deployment':'%s'}".formatted("d".repeat(256))))
        .isInstanceOf(Reading.Request.class);
    assertThat(broken("{'bundle':'/b','deployment':'%s'}".formatted("d".repeat(257))))
        .contains("expected at most 256 characters at deployment, found 257.");
    assertThat(broken("{'bundle':'/b','deployment':' '}"))
        .contains("expected a name at deployment, found a blank one.");
    assertThat(broken("{'bundle':'/b','state':'%s'}".formatted("s".repeat(900_000))))
        .contains("found " + "s".repeat(200) + "….");
  }

  @Test
  void nothingThatAReaderCannotBearStopsTheJob() {
    String digits = "9".repeat(2000);
    for (String unbearable :
        List.of(
            "[".repeat(3000) + "]".repeat(3000),
            "{'bundle':'/b','x':" + digits + "}",
            "{'bundle':'/b','x':1e" + digits + "}",
            "{'" + "k".repeat(60_000) + "':1}")) {
      assertThat(broken(unbearable)).contains("expected JSON, found more than is read. ");
    }
  }

  @Test
  void anotherStatusMakesNoAnswerOfAWish() {
    assertThat(broken("{'bundle':'/b','status':'reset'}"))
        .contains("expected the fields bundle, deployment, manifest_sha256, state, found status.");
    assertThat(DeploymentJson.answer("{\"status\":\"reset\"}".getBytes(UTF_8))).isEmpty();
  }

  @Test
  void namesARecordThatHasNoNameHoweverLongTheTopicsIs() {
    String name = "t".repeat(249) + "/0/7/1700000000000";
    assertThat(DeploymentJson.read("{\"bundle\":\"/b\"}".getBytes(UTF_8), name))
        .isEqualTo(new Reading.Request(new Deployment(name, "/b", StatePolicy.RESET, null)));
  }

  @Test
  void anAnswerFitsOnTheTopicWhateverItQuotes() {
    String place = "/" + "b".repeat(900_000);
    Deployment wish = new Deployment("d", place, StatePolicy.RESET, null);
    assertThat(DeploymentJson.read(DeploymentJson.write(wish)))
        .as("as an earlier version took it into its state")
        .isEqualTo(wish);
    String answer = DeploymentJson.write(DeploymentOutcome.refused(wish, "no " + place));
    assertThat(answer.length()).isLessThan(10_000);
    assertThat(DeploymentJson.answer(answer.getBytes(UTF_8), "d"))
        .contains(
            new DeploymentOutcome(
                "d", place.substring(0, 4096) + "…", null, "no " + place.substring(0, 4093) + "…"));
  }

  private static String broken(String json) {
    return ((Reading.Invalid) read(json)).reason();
  }

  private static Reading read(@Nullable String json) {
    return DeploymentJson.read(
        json == null ? null : json.replace('\'', '"').getBytes(UTF_8), "models/0/7");
  }
}
