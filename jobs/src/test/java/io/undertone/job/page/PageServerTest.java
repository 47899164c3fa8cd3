package io.undertone.job.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.undertone.job.JobException;
import io.undertone.job.page.PageServer.Route;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is answered, and who is not. */
class PageServerTest {

  private static final int BODY_BYTES_MAX = 100;
  private static final int SECONDS_MAX = 60;
  private static final String SECRET = "what somebody typed";

  private final PageServer server = PageServer.bind(0);
  private final int port = URI.create(server.address()).getPort();
  private final Ask ask = new Ask(server.address());
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);

  @BeforeEach
  void serve() {
    server.serve(
        Map.of(
            "/",
            new Route("GET", "text/html", asked -> "the page".getBytes(UTF_8)),
            "/echo",
            new Route("POST", "application/json", asked -> asked.body()),
            "/slow",
            new Route("GET", "text/plain", asked -> untilOthersAreAnswered()),
            "/broken",
            new Route(
                "POST",
                "application/json",
                asked -> {
                  throw new IllegalStateException("out of order");
                })),
        BODY_BYTES_MAX);
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void answersAPageThatLoadsNothingFromElsewhere() throws IOException {
    var answer = ask.get("/");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("the page");
    assertThat(answer.headers().toLowerCase(Locale.ROOT))
        .contains("content-type: text/html; charset=utf-8")
        .contains(
            "content-security-policy: default-src 'none'; style-src 'self'; script-src 'self'")
        .contains("frame-ancestors 'none'")
        .contains("cache-control: no-store")
        .contains("x-content-type-options: nosniff")
        .contains("referrer-policy: no-referrer")
        .contains("cross-origin-resource-policy: same-origin");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/other", "/echo/", "/../pom.xml", "/%2e%2e/pom.xml", "/page.htmlx"})
  void knowsNoOtherPath(String path) throws IOException {
    var answer = ask.get(path);

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.body()).isEqualTo("nothing is here: the page is at /");
  }

  @Test
  void takesNoOtherMethod() throws IOException {
    assertThat(ask.get("/echo").status()).isEqualTo(405);
    assertThat(ask.get("/echo").headers()).contains("Allow: POST");
    assertThat(ask.post("/", "{}").body()).isEqualTo("this path takes GET alone");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "attacker.example",
        "localhost.attacker.example:80",
        "192.168.0.7",
        "",
        "localhost:x"
      })
  void refusesWhoAsksForAnotherMachine(String host) throws IOException {
    var answer = ask.send("GET", "/", Map.of("Host", host), "");

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.body())
        .isEqualTo("this page is for this machine alone: ask for it as localhost");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://attacker.example", "https://localhost", "http://localhost:1", "null"})
  void refusesAnotherSitesPage(String origin) throws IOException {
    Map<String, String> headers = typed();
    headers.put("Origin", origin);

    var answer = ask.send("POST", "/echo", headers, "{}");

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.body()).isEqualTo("another site's page asks for this: only this one may");
  }

  @Test
  void answersThroughATunnelWithAnotherPort() throws IOException {
    Map<String, String> headers = typed();
    headers.put("Host", "127.0.0.1:9");
    headers.put("Origin", "http://127.0.0.1:9");

    assertThat(ask.send("POST", "/echo", headers, "{}").body()).isEqualTo("{}");
  }

  @Test
  void takesNoFormThatAnySiteMaySend() throws IOException {
    Map<String, String> headers = typed();
    headers.put("Content-Type", "text/plain");

    var answer = ask.send("POST", "/echo", headers, "{}");

    assertThat(answer.status()).isEqualTo(415);
    assertThat(answer.body()).isEqualTo("the body is not called application/json: send JSON");
  }

  @Test
  void takesABodyUpToItsBound() throws IOException {
    String longest = "x".repeat(BODY_BYTES_MAX);

    assertThat(ask.post("/echo", longest).body()).isEqualTo(longest);
    var refused = ask.post("/echo", longest + "x");
    assertThat(refused.status()).isEqualTo(413);
    assertThat(refused.body())
        .isEqualTo("a body of 101 bytes or more, at most 100 are taken: shorten the text");
    assertThat(ask.post("/echo", "x".repeat(3_000_000)).body())
        .startsWith("a body of 3000000 bytes or more");
  }

  @Test
  void saysWhatBrokeAndNotWhatWasTyped() throws IOException {
    var answer = ask.post("/broken", SECRET);

    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.body()).isEqualTo("It failed. this: out of order").doesNotContain(SECRET);
  }

  @Test
  void saysThatAPortIsInUse() {
    assertThatThrownBy(() -> PageServer.bind(port))
        .isInstanceOf(JobException.class)
        .hasMessageMatching(
            "Opening port "
                + port
                + " for the page: expected a free port, found this: .+\\. End what uses it, or give"
                + " --page alone, which takes a free one\\.");
  }

  @Test
  void isGoneOnceItIsClosed() {
    server.close();

    assertThatThrownBy(() -> ask.get("/")).isInstanceOf(IOException.class);
  }

  @Test
  void answersOthersWhileOneIsSlow() throws Exception {
    var slow = CompletableFuture.supplyAsync(() -> slowly());
    assertThat(begun.await(SECONDS_MAX, SECONDS)).isTrue();

    assertThat(ask.get("/").body()).isEqualTo("the page");
    goOn.countDown();

    assertThat(slow.get(SECONDS_MAX, SECONDS)).isEqualTo("true");
  }

  private byte[] untilOthersAreAnswered() throws InterruptedException {
    begun.countDown();
    return String.valueOf(goOn.await(SECONDS_MAX, SECONDS)).getBytes(UTF_8);
  }

  private String slowly() {
    try {
      return ask.get("/slow").body();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private Map<String, String> typed() {
    return new HashMap<>(
        Map.of(
            "Host",
            "localhost:" + port,
            "Origin",
            "http://localhost:" + port,
            "Content-Type",
            "application/json"));
  }
}
