package io.undertone.job.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.undertone.job.browser.Chromium;
import io.undertone.job.kafka.TestJob;
import io.undertone.job.kafka.TestReviews;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in a headless Chromium, where there is one on the path: typed, clicked and read. */
class PageInBrowserIT {

  private static final String HARM = "<img src=x onerror=\"document.title='harmed'\">";
  private static final String USER = "kenji-0";

  @TempDir Path folder;

  @BeforeEach
  void needsABrowser() {
    assumeTrue(Chromium.program() != null, "none of " + Chromium.NAMES + " is on the path");
  }

  @Test
  void showsTheStreamAndTakesAReview() throws Exception {
    try (Chromium browser = Chromium.start(folder)) {
      try (LivePage page = LivePage.start(TestJob.MODEL, TestJob.SETTINGS)) {
        List<String> reviews = TestReviews.lines(1);
        page.send(reviews);
        browser.open(page.address());
        browser.await("document.body.dataset.row == " + reviews.size());

        choosesAUser(browser);
        readsWhatIsTyped(browser);
        sendsIt(browser);
        hearsOfTheAnswerFirst(browser);
        forgetsTheUser(browser);
        takesHarmForText(browser);
        shortensALongName(browser);
        writesFromTheRight(browser);
        refusesWhatIsTooLong(browser);
        showsEachUserWhole(browser);
        fitsAPhone(browser);
        assertThat(browser.complaints().stream().filter(each -> !each.contains("422"))).isEmpty();
      }
      saysThatTheDemoHasEnded(browser);
    }
  }

  @Test
  void saysHowManyUsersItDoesNotShow() throws Exception {
    try (Chromium browser = Chromium.start(folder);
        LivePage page = LivePage.start(TestJob.MODEL, TestJob.SETTINGS)) {
      List<String> reviews = TestReviews.lines(2);
      page.send(reviews);
      browser.open(page.address());
      browser.await("document.body.dataset.row == " + reviews.size());
      int all = (int) reviews.stream().map(PageInBrowserIT::user).distinct().count();

      assertThat(all).isGreaterThan(PageState.USERS_MAX + 1);
      assertThat(browser.value("document.querySelectorAll('#users li').length"))
          .isEqualTo(String.valueOf(PageState.USERS_MAX));
      assertThat(text(browser, "unlisted"))
          .startsWith(
              "These are the 100 who wrote last. %d more users are not shown:"
                  .formatted(all - PageState.USERS_MAX));
      assertThat(text(browser, "counts")).contains(" of %d users,".formatted(all));
      assertThat(browser.value("document.getElementById('forget').disabled")).isEqualTo("true");
      browser.type("user", "nobody yet");
      browser.await("!document.getElementById('forget').disabled"); // who may be one of the others
    }
  }

  private static String user(String review) {
    return TestReviews.parse(review).path("user_id").asText();
  }

  private static void choosesAUser(Chromium browser) throws Exception {
    browser.click("#users button[data-user=\"" + USER + "\"]");
    browser.await("document.getElementById('with').textContent.includes('before a word')");

    assertThat(text(browser, "with-title")).startsWith("With " + USER + "’s memory: ");
    assertThat(browser.value("document.activeElement.id")).isEqualTo("text");
    assertThat(browser.value("document.querySelector('#users [aria-pressed=true]').dataset.user"))
        .isEqualTo(USER);
  }

  private static void readsWhatIsTyped(Chromium browser) throws Exception {
    browser.type("text", "I do not like it at all.");
    browser.await("document.querySelectorAll('#with-text span').length > 5");

    assertThat(text(browser, "with-text")).isEqualTo("I do not like it at all.");
    assertThat(text(browser, "without-text")).isEqualTo("I do not like it at all.");
    assertThat(text(browser, "with")).matches("negative \\d+\\.\\d %");
    assertThat(browser.value("document.querySelectorAll('#curve polyline').length")).isEqualTo("2");
    assertThat(browser.value("document.getElementById('piece-rows').rows.length"))
        .isEqualTo(browser.value("document.querySelectorAll('#with-text span').length"));
  }

  private static void sendsIt(Chromium browser) throws Exception {
    String foretold = text(browser, "with");
    int before = remembered(browser);
    holdBack(browser, "window.hasTriedTwice");
    browser.click("#send");
    browser.value("document.getElementById('form').requestSubmit()"); // while it is under way
    browser.value("window.hasTriedTwice = true");
    browser.await("document.getElementById('told').textContent.startsWith('The job says')");
    letGo(browser);

    assertThat(text(browser, "told"))
        .isEqualTo(
            "The job says of kenji-0’s typed-1: %s, with %d reviews remembered."
                .formatted(foretold, before));
    assertThat(browser.value("document.querySelector('#rows tr.typed').cells[3].textContent"))
        .isEqualTo("I do not like it at all.");
    browser.await(
        "document.getElementById('with-title').textContent.endsWith(' "
            + (before + 1)
            + " reviews')");
    assertThat(browser.value("document.getElementById('text').value")).isEmpty();
  }

  /** The demo's word that a review was sent comes later than the job's answer. */
  private static void hearsOfTheAnswerFirst(Chromium browser) throws Exception {
    holdBack(
        browser, "document.querySelector('#rows tr.typed td:last-child').textContent === 'Late.'");
    browser.type("text", "Late.");
    browser.click("#send");
    browser.await("document.getElementById('told').textContent.includes('typed-2')");

    assertThat(text(browser, "told")).startsWith("The job says of kenji-0’s typed-2: ");
    letGo(browser);
  }

  /** Keeps the demo's answer to what is sent from the page until something is true there. */
  private static void holdBack(Chromium browser, String until) throws Exception {
    browser.value(
        """
        window.fetchAtOnce = window.fetch;
        window.fetch = async (path, request) => {
          const answer = await fetchAtOnce(path, request);
          while (path === 'send' && !(%s)) await new Promise((again) => setTimeout(again, 20));
          return answer;
        }\
        """
            .formatted(until));
  }

  private static void letGo(Chromium browser) throws Exception {
    browser.value("window.fetch = window.fetchAtOnce");
  }

  private static void forgetsTheUser(Chromium browser) throws Exception {
    browser.click("#forget");
    browser.await("document.getElementById('with-title').textContent.endsWith(' 0 reviews')");

    assertThat(text(browser, "with")).isEqualTo(text(browser, "without"));
  }

  private static void takesHarmForText(Chromium browser) throws Exception {
    browser.type("user", HARM);
    browser.type("text", HARM);
    browser.await("document.getElementById('with-text').textContent.length > 10");
    browser.click("#send");
    browser.await(
        "document.querySelector('#rows tr.typed').cells[0].textContent.startsWith('<img')");

    assertThat(browser.value("document.querySelectorAll('img').length")).isEqualTo("0");
    assertThat(browser.value("document.title")).isEqualTo("Undertone: the demo");
    browser.await("!document.getElementById('with-text').textContent.includes('harmed')");
  }

  private static void shortensALongName(Chromium browser) throws Exception {
    String name = "n".repeat(200);
    String brief = "n".repeat(39) + "…";
    browser.type("user", name);
    browser.type("text", "Fine.");
    browser.click("#send");
    browser.await("document.getElementById('told').textContent.startsWith('The job says of nnn')");

    assertThat(text(browser, "told")).contains(" of " + brief + "’s typed-");
    browser.await("document.querySelector('#rows tr.typed').cells[0].title === '" + name + "'");
    assertThat(browser.value("document.querySelector('#rows tr.typed').cells[0].textContent"))
        .isEqualTo(brief);
  }

  private static void writesFromTheRight(Chromium browser) throws Exception {
    browser.type("text", "هذا الفيلم كان سيئا");
    browser.await("document.getElementById('with-text').textContent.startsWith('هذا')");

    assertThat(text(browser, "with"))
        .endsWith(" means nothing: the model does not know Arabic letters");
    for (String place : List.of("text", "with-text")) {
      assertThat(
              browser.value("getComputedStyle(document.getElementById('" + place + "')).direction"))
          .isEqualTo("rtl");
    }
  }

  private static void showsEachUserWhole(Chromium browser) throws Exception {
    for (int width : new int[] {360, 768, 1280}) {
      browser.show(width, 740, false);
      browser.await(
          "[...document.querySelectorAll('#users small')].every((line) => line.scrollWidth <="
              + " line.clientWidth)");
    }
  }

  private static void refusesWhatIsTooLong(Chromium browser) throws Exception {
    browser.type("text", "x".repeat(70_000));
    browser.await("document.getElementById('told').classList.contains('wrong')");

    assertThat(text(browser, "told"))
        .isEqualTo(
            "text of 70000 bytes, at most 65536 are taken: shorten it, or raise --text-bytes-max");
    browser.type("text", "short");
    browser.await("document.getElementById('told').textContent === ''");
  }

  private static void fitsAPhone(Chromium browser) throws Exception {
    browser.show(360, 740, true);
    browser.await("document.documentElement.scrollWidth <= innerWidth");

    assertThat(browser.value("getComputedStyle(document.body).backgroundColor"))
        .isEqualTo("rgb(18, 22, 27)");
  }

  private static void saysThatTheDemoHasEnded(Chromium browser) throws Exception {
    browser.await("!document.getElementById('trouble').hidden");

    assertThat(text(browser, "trouble"))
        .isEqualTo(
            "The demo does not answer. If it has ended, start it again: jobs/undertone demo"
                + " --page");
  }

  private static int remembered(Chromium browser) throws Exception {
    return Integer.parseInt(text(browser, "with-title").replaceAll(".*: (\\d+) reviews?", "$1"));
  }

  private static String text(Chromium browser, String id) throws Exception {
    return browser.value("document.getElementById('" + id + "').textContent");
  }
}
