package io.undertone.job.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.undertone.cell.ExecutorKind;
import io.undertone.job.kafka.TestJob;
import io.undertone.job.kafka.TestReviews;
import io.undertone.operator.model.ModelSource;
import io.undertone.operator.settings.Batching;
import io.undertone.operator.settings.SentimentSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is typed at the page goes through the live job. */
class DemoPageIT {

  private static final String LAST = "r-482-0";

  @SuppressWarnings("NullAway.Init") // set before all
  private static LivePage page;

  @BeforeAll
  static void startTheJob() throws Exception {
    Batching batching = Batching.defaults();
    SentimentSettings settings =
        TestJob.SETTINGS.with(
            new Batching(batching.slots(), ExecutorKind.CELL, batching.delayMax()));
    page = LivePage.start(TestJob.MODEL, settings);
    page.send(TestReviews.lines(1));
    page.answer(LAST);
  }

  @AfterAll
  static void stopTheJob() {
    page.close();
  }

  @Test
  void foretellsBitForBitWhatTheJobSays() throws Exception {
    for (String user : List.of("kenji-0", "bex-0", "somebody-new")) {
      for (String text : List.of("I do not like it, but I would buy it again.", "", "好吃 🐌")) {
        JsonNode look = page.ask().post("/look", user, text).json();
        JsonNode answer = typed(user, text);

        assertThat(answer.path("probabilities")).isEqualTo(look.path("with").path("probabilities"));
        assertThat(answer.path("remembered")).isEqualTo(look.path("with").path("remembered"));
        assertThat(answer.path("timestamp")).isEqualTo(look.path("with").path("timestamp"));
        assertThat(look.path("without").path("remembered").asInt()).isZero();
      }
    }
  }

  @Test
  void explainsWithTheMemoryAndWithNone() throws Exception {
    JsonNode look = page.ask().post("/look", "kenji-0", "I do not like it.").json();

    for (String side : List.of("with", "without")) {
      JsonNode explanation = look.path(side).path("explanation");
      assertThat(explanation).hasSizeGreaterThan(3);
      assertThat(explanation.path(explanation.size() - 1).path("positive"))
          .isEqualTo(look.path(side).path("probabilities").path("positive"));
    }
    assertThat(look.path("with").path("remembered").asInt()).isPositive();
    assertThat(look.path("with").path("score")).isNotEqualTo(look.path("without").path("score"));
  }

  @Test
  void twoTypistsAtOnceBothGetEveryAnswer() throws Exception {
    int each = 20;
    ExecutorService typists = Executors.newFixedThreadPool(2);
    List<Callable<List<String>>> work = new ArrayList<>();
    for (String text : List.of("The best of all.", "The worst of all.")) {
      work.add(
          () -> {
            List<String> ids = new ArrayList<>();
            for (int review = 0; review < each; review++) {
              assertThat(page.ask().post("/look", "shared", text).status()).isEqualTo(200);
              ids.add(page.ask().post("/send", "shared", text).json().path("review_id").asText());
            }
            return ids;
          });
    }
    List<String> ids = new ArrayList<>();
    for (var done : typists.invokeAll(work)) {
      ids.addAll(done.get());
    }
    typists.shutdown();

    assertThat(ids).doesNotHaveDuplicates().hasSize(2 * each);
    List<Integer> remembered = new ArrayList<>();
    for (String id : ids) {
      remembered.add(page.answer(id).path("remembered").asInt());
    }
    assertThat(remembered).doesNotHaveDuplicates().contains(0, 2 * each - 1);
    JsonNode look = page.ask().post("/look", "shared", "").json();
    assertThat(look.path("with").path("remembered").asInt()).isEqualTo(2 * each);
  }

  @Test
  void forgetsAUser() throws Exception {
    assertThat(typed("lena-0", "Once more.").path("remembered").asInt()).isPositive();

    assertThat(page.ask().post("/forget", "lena-0", "").status()).isEqualTo(200);
    JsonNode news =
        page.await(
            row ->
                row.path("kind").asText().equals("forgotten")
                    && row.path("user").asText().equals("lena-0"));

    assertThat(remembered(news, "lena-0")).isZero();
    JsonNode look = page.ask().post("/look", "lena-0", "Once more.").json();
    assertThat(((ObjectNode) look.path("with"))).isEqualTo(look.path("without"));
    assertThat(typed("lena-0", "Once more.").path("remembered").asInt()).isZero();
  }

  @Test
  void sendsHalfASurrogatePairAsItWasTyped() throws Exception {
    var sent = page.ask().post("/send", "{\"user\": \"half\", \"text\": \"\\ud83d good\"}");

    page.answer(sent.json().path("review_id").asText());
    assertThat(page.ask().get("/stream").body()).contains("\\uD83D good");
  }

  @Test
  void refusesWhatTheJobWouldReject() throws Exception {
    String user = "patient";

    assertThat(refused("/send", user, "x".repeat(65_537)))
        .isEqualTo(
            "text of 65537 bytes, at most 65536 are taken: shorten it, or raise --text-bytes-max");
    assertThat(refused("/look", "u".repeat(257), ""))
        .isEqualTo(
            "user_id of 257 bytes, at most 256 are taken: shorten it, or raise --id-bytes-max");
    assertThat(refused("/send", "", "Whose is it?")).isEqualTo("user is empty: name one");
    assertThat(refused("/forget", "", "")).isEqualTo("user is empty: name one");
    assertThat(refused("/forget", "{\"user\"}", ""))
        .isEqualTo("no tombstone can name this user, since its key would not be plain text");
    assertThat(page.ask().post("/look", user, "x".repeat(65_536)).status()).isEqualTo(200);
  }

  @Test
  void refusesWhatIsNoRequest() throws Exception {
    for (String body : List.of("", "{", "[]", "{\"user\": 4, \"text\": \"\"}", "{} {}", "null")) {
      var answer = page.ask().post("/send", body);

      assertThat(answer.status()).as(body).isEqualTo(400);
      assertThat(answer.body()).startsWith("the body ");
    }
    for (String query : List.of("?after=-1", "?after=x", "?after=", "?", "?after=1&after=2")) {
      assertThat(page.ask().get("/stream" + query).status()).as(query).isEqualTo(400);
    }
  }

  @Test
  void saysHowALanguageModelIsSurprised() throws Exception {
    Path language = Path.of("../models/src/test/resources/bundles/tiny-language");
    try (LivePage own =
        LivePage.start(
            ModelSource.at(language.toAbsolutePath().normalize().toString()), TestJob.SETTINGS)) {
      JsonNode look = own.ask().post("/look", "ann", "a time").json();
      String id = own.ask().post("/send", "ann", "a time").json().path("review_id").asText();

      assertThat(own.answer(id).path("surprise")).isEqualTo(look.path("with").path("surprise"));
      assertThat(look.path("with").path("surprise").isNumber()).isTrue();
      assertThat(look.path("with").has("explanation")).isFalse();
    }
  }

  private static String refused(String path, String user, String text) throws Exception {
    var answer = page.ask().post(path, user, text);
    assertThat(answer.status()).isEqualTo(422);
    return answer.body();
  }

  private static JsonNode typed(String user, String text) throws Exception {
    return page.answer(page.ask().post("/send", user, text).json().path("review_id").asText());
  }

  private static int remembered(JsonNode news, String name) {
    for (JsonNode user : news.path("users")) {
      if (user.path("user").asText().equals(name)) {
        return user.path("remembered").asInt();
      }
    }
    throw new AssertionError("no line of " + name);
  }
}
