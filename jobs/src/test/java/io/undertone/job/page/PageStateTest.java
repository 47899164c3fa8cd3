package io.undertone.job.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.undertone.event.ForgetUser;
import io.undertone.event.Origin;
import io.undertone.event.Review;
import io.undertone.event.UserEvent;
import io.undertone.job.JobException;
import io.undertone.job.local.Excerpt;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is shown, and in which order. */
class PageStateTest {

  private static final long MINUTE = 60_000;

  private final PageState board = new PageState(JsonNodeFactory.instance.objectNode(), true);

  @Test
  void showsAnAnswerBesideItsReview() throws Refusal {
    board.read(List.of(review("ann", "1", "good soup")));
    assertThat(rows(0)).isEmpty();

    board.answered(answer("ann", "1", 4));

    assertThat(rows(0)).containsExactly("1 reviews ann good soup");
    assertThat(user("ann").path("remembered").asInt()).isEqualTo(5);
    assertThat(user("ann").path("label").asText()).isEqualTo("positive");
    assertThat(user("ann").path("moods").toString()).isEqualTo("[0.75]");
  }

  @Test
  void keepsAnAnswerThatIsReadBeforeItsReview() throws Refusal {
    board.answered(answer("ann", "1", 0));
    assertThat(rows(0)).isEmpty();

    board.read(List.of(review("ann", "1", "good soup")));

    assertThat(rows(0)).containsExactly("1 reviews ann good soup");
  }

  @Test
  void givesSuchAnAnswerToItsOwnReviewAndToNoneThatComesLater() throws Refusal {
    board.read(List.of(review("ann", "1", "good soup")));
    board.answered(answer("ann", "2", 1));
    assertThat(rows(0)).isEmpty();

    board.answered(answer("ann", "1", 0));
    board.read(List.of(new ForgetUser("bob", 3)));
    board.read(List.of(review("ann", "2", "cold tea"), review("ann", "2", "cold tea again")));
    board.read(List.of(new ForgetUser("bob", 4)));

    assertThat(rows(0))
        .containsExactly(
            "1 reviews ann good soup",
            "2 forgotten bob ",
            "3 reviews ann cold tea",
            "4 forgotten bob ");
  }

  @Test
  void keepsAThousandSuchAnswersAndNoMore() throws Refusal {
    for (int early = 0; early <= 1000; early++) {
      board.answered(answer("ann", "r" + early, 0));
    }

    board.read(List.of(review("ann", "r0", "the oldest"), review("ann", "r1", "the next")));

    assertThat(rows(0)).containsExactly("1 reviews ann the next");
  }

  @Test
  void drawsTheNewestAnswersOfAUserAndNoMore() throws Refusal {
    for (int each = 0; each < UserLine.MOODS_MAX + 5; each++) {
      board.read(List.of(review("ann", "r" + each, "")));
      ObjectNode answer = answer("ann", "r" + each, each);
      ((ObjectNode) answer.get("probabilities")).put("positive", each);
      board.answered(answer);
    }

    assertThat(user("ann").path("reviews").asInt()).isEqualTo(29);
    assertThat(user("ann").path("moods")).hasSize(24);
    assertThat(user("ann").path("moods").path(0).asDouble()).isEqualTo(5);
  }

  @Test
  void saysThatNothingIsRememberedWhereTheJobKeepsNothing() throws Refusal {
    PageState forgetful = new PageState(JsonNodeFactory.instance.objectNode(), false);
    forgetful.read(List.of(review("ann", "1", "")));
    forgetful.answered(answer("ann", "1", 0));

    assertThat(forgetful.since(0).path("users").path(0).path("remembered").asInt()).isZero();
    assertThat(forgetful.since(0).path("users").path(0).path("reviews").asInt()).isEqualTo(1);
  }

  @Test
  void showsATombstoneWhereItStandsAmongTheReviews() throws Refusal {
    board.read(
        List.of(
            review("ann", "1", "before"), new ForgetUser("ann", 3), review("ann", "2", "after")));
    assertThat(rows(0)).isEmpty();

    board.answered(answer("ann", "1", 0));
    assertThat(rows(0)).containsExactly("1 reviews ann before", "2 forgotten ann ");
    assertThat(user("ann").path("remembered").asInt()).isZero();
    assertThat(user("ann").path("moods")).isEmpty();

    board.answered(answer("ann", "2", 0));
    assertThat(rows(2)).containsExactly("3 reviews ann after");
  }

  @Test
  void showsATombstoneOfSomebodyUnknownAtOnce() throws Refusal {
    board.read(List.of(new ForgetUser("bob", 3)));

    assertThat(rows(0)).containsExactly("1 forgotten bob ");
  }

  @Test
  void passesOverARepeatThatGotNoAnswer() throws Refusal {
    board.read(List.of(review("ann", "1", "first"), review("ann", "2", "second")));

    board.answered(answer("ann", "2", 0));
    board.answered(answer("ann", "1", 0));

    assertThat(rows(0)).containsExactly("1 reviews ann second");
  }

  @Test
  void showsATombstoneBehindARepeatThatGotNoAnswer() throws Refusal {
    board.read(
        List.of(
            review("ann", "1", "first"), new ForgetUser("ann", 3), review("ann", "2", "second")));

    board.answered(answer("ann", "2", 0));

    assertThat(rows(0)).containsExactly("1 forgotten ann ", "2 reviews ann second");
    assertThat(user("ann").path("remembered").asInt()).isEqualTo(1);
  }

  @Test
  void showsARejectWhoseUserNobodyKnows() throws Refusal {
    board.rejected(null, "not_json", "no JSON: send JSON");

    assertThat(rows(0)).containsExactly("1 rejected null no JSON: send JSON");
    assertThat(board.since(0).path("counts").toString())
        .isEqualTo("{\"reviews\":0,\"rejected\":1,\"forgotten\":0}");
  }

  @Test
  void keepsTheNewestRowsAndNoMore() throws Refusal {
    for (int reject = 0; reject < PageState.ROWS_MAX + 7; reject++) {
      board.rejected("ann", "not_json", "");
    }

    assertThat(rows(1)).hasSize(PageState.ROWS_MAX).startsWith("8 rejected ann ");
    assertThat(rows(0)).hasSize(PageState.ROWS_FIRST).startsWith("808 rejected ann ");
    assertThat(rows(PageState.ROWS_MAX + 6)).hasSize(1);
    assertThat(rows(PageState.ROWS_MAX + 7)).isEmpty();
  }

  @Test
  void tellsOfTheUsersWhoWroteLast() throws Refusal {
    for (int user = 0; user < 10_000; user++) {
      board.read(List.of(review("user-" + user, "r" + user, "")));
      for (int each = 0; each < UserLine.MOODS_MAX; each++) {
        board.read(List.of(review("user-" + user, "r" + user + "-" + each, "")));
        ObjectNode answer = answer("user-" + user, "r" + user + "-" + each, each);
        ((ObjectNode) answer.get("probabilities")).put("positive", 1.0 / (user + 3));
        board.answered(answer);
      }
    }
    board.read(List.of(review("user-7", "again", "")));

    JsonNode news = board.since(PageState.ROWS_MAX);
    assertThat(news.path("users_in_all").asInt()).isEqualTo(10_000);
    assertThat(news.path("users").findValuesAsText("user"))
        .hasSize(PageState.USERS_MAX)
        .startsWith("user-9901")
        .endsWith("user-9999", "user-7");
    assertThat(news.path("users").toString().length()).isLessThan(30_000);
  }

  @Test
  void showsHowALongTextBegins() throws Refusal {
    String text = "x".repeat(2 * Excerpt.LENGTH_MAX);
    board.read(List.of(review("ann", "1", text)));
    board.answered(answer("ann", "1", 0));

    assertThat(rows(0)).containsExactly("1 reviews ann " + Excerpt.of(text));
  }

  @Test
  void datesATypedReviewAMinuteAfterItsUsersNewest() {
    board.read(List.of(review("ann", "1", ""), new ForgetUser("bob", 900)));

    assertThat(board.timeFor("ann")).isEqualTo(7 + MINUTE);
    assertThat(board.timeFor("bob")).isEqualTo(900 + MINUTE);
    assertThat(board.timeFor("nobody")).as("the newest of all").isEqualTo(900 + MINUTE);
  }

  @Test
  void saysWhyItCanShowNoMore() {
    board.failed(new JobException("Reading", "much", "little", "Start again."));

    assertThatThrownBy(() -> board.since(0))
        .isInstanceOf(Refusal.class)
        .hasMessage("Reading: expected much, found little. Start again.");
  }

  private List<String> rows(long after) throws Refusal {
    List<String> rows = new ArrayList<>();
    for (JsonNode row : board.since(after).path("rows")) {
      rows.add(
          "%s %s %s %s"
              .formatted(
                  row.path("row").asText(),
                  row.path("kind").asText(),
                  row.path("user").asText(),
                  row.path("text").asText()));
    }
    return rows;
  }

  private JsonNode user(String name) throws Refusal {
    for (JsonNode user : board.since(0).path("users")) {
      if (user.path("user").asText().equals(name)) {
        return user;
      }
    }
    throw new AssertionError("no line of " + name);
  }

  private static UserEvent review(String user, String id, String text) {
    return new Review(new Origin(id, user, 7, null), text);
  }

  private static ObjectNode answer(String user, String id, int remembered) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("review_id", id).put("user_id", user).put("label", "positive").put("score", 0.75);
    answer.putObject("probabilities").put("negative", 0.25).put("positive", 0.75);
    return answer.put("remembered", remembered);
  }
}
