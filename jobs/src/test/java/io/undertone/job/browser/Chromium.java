package io.undertone.job.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A headless Chromium with one page, driven as a person does: by keys and clicks. It speaks the
 * browser's own protocol, so it needs nothing but the browser. Used by one thread.
 */
public final class Chromium implements AutoCloseable {

  /** Under one of these names it may be on the path. */
  public static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long POLL_MILLIS = 50;

  /** Characters of a page that a failure quotes. */
  private static final int SHOWN_MAX = 1500;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final WebSocket socket;
  private final Listener listener;
  private int calls;

  private Chromium(Process process, WebSocket socket, Listener listener) {
    this.process = process;
    this.socket = socket;
    this.listener = listener;
  }

  /** The browser's program; null if there is none on the path. */
  public static @Nullable Path program() {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst()
        .orElse(null);
  }

  /**
   * Starts one.
   *
   * @param folder for all that it writes
   */
  public static Chromium start(Path folder) throws Exception {
    Path profile = Files.createDirectories(folder.resolve("profile"));
    Process process =
        new ProcessBuilder(
                String.valueOf(program()),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("browser.txt").toFile())
            .start();
    try {
      Listener listener = new Listener();
      WebSocket socket =
          HttpClient.newHttpClient()
              .newWebSocketBuilder()
              .buildAsync(pageAt(port(profile.resolve("DevToolsActivePort"))), listener)
              .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      Chromium browser = new Chromium(process, socket, listener);
      browser.call("Runtime.enable", JSON.createObjectNode());
      browser.call("Log.enable", JSON.createObjectNode());
      return browser;
    } catch (Exception failure) {
      process.destroyForcibly();
      throw failure;
    }
  }

  /** Goes to a page. */
  public void open(String url) throws Exception {
    call("Page.navigate", JSON.createObjectNode().put("url", url));
    await("document.readyState === 'complete'");
  }

  /** The value of an expression in the page, as text. */
  public String value(String expression) throws Exception {
    ObjectNode asked = JSON.createObjectNode().put("expression", expression);
    JsonNode answer = call("Runtime.evaluate", asked.put("returnByValue", true));
    assertThat(answer.path("exceptionDetails").isMissingNode()).as(answer.toString()).isTrue();
    return answer.path("result").path("value").asText();
  }

  /** Waits until an expression is true in the page. */
  public void await(String expression) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!value(expression).equals("true")) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("still not: " + expression + "; shown:\n" + shown());
      }
      Thread.sleep(POLL_MILLIS);
    }
  }

  /** Types into a field, in place of what it holds. */
  public void type(String id, String text) throws Exception {
    value("document.getElementById('%s').focus()".formatted(id));
    value("document.getElementById('%s').select()".formatted(id));
    call("Input.insertText", JSON.createObjectNode().put("text", text));
  }

  /** Clicks the middle of the first element that a selector finds. */
  public void click(String selector) throws Exception {
    JsonNode place =
        JSON.readTree(
            value(
                """
                (() => {
                  const element = document.querySelector('%s');
                  element.scrollIntoView({ block: 'center' });
                  const box = element.getBoundingClientRect();
                  return JSON.stringify({ x: box.x + box.width / 2, y: box.y + box.height / 2 });
                })()"""
                    .formatted(selector)));
    for (String type : List.of("mousePressed", "mouseReleased")) {
      ObjectNode mouse = JSON.createObjectNode().put("type", type).put("button", "left");
      mouse.put("clickCount", 1).set("x", place.path("x"));
      mouse.set("y", place.path("y"));
      call("Input.dispatchMouseEvent", mouse);
    }
  }

  /** Shows pages so wide, light or dark. */
  public void show(int width, int height, boolean dark) throws Exception {
    ObjectNode size = JSON.createObjectNode().put("width", width).put("height", height);
    call(
        "Emulation.setDeviceMetricsOverride",
        size.put("deviceScaleFactor", 1).put("mobile", false));
    ObjectNode media = JSON.createObjectNode();
    ObjectNode scheme = media.putArray("features").addObject();
    scheme.put("name", "prefers-color-scheme").put("value", dark ? "dark" : "light");
    call("Emulation.setEmulatedMedia", media);
  }

  /** A picture of what can be seen, as PNG. */
  public byte[] picture() throws Exception {
    JsonNode answer = call("Page.captureScreenshot", JSON.createObjectNode().put("format", "png"));
    return answer.path("data").binaryValue();
  }

  /** What the page's console said of errors. */
  public List<String> complaints() {
    return listener.complaints();
  }

  @Override
  public void close() {
    socket.abort();
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    process
        .onExit()
        .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
        .join(); // lets go of its folder
  }

  private String shown() throws Exception {
    return value("document.body.innerText.slice(0, %d)".formatted(SHOWN_MAX));
  }

  private JsonNode call(String method, ObjectNode parameters) throws Exception {
    ObjectNode message = JSON.createObjectNode().put("id", ++calls).put("method", method);
    message.set("params", parameters);
    CompletableFuture<JsonNode> answer = listener.expect(calls);
    socket.sendText(message.toString(), true).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    JsonNode got = answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    assertThat(got.path("error").isMissingNode()).as(got.toString()).isTrue();
    return got.path("result");
  }

  /** The browser writes the port that it chose, when it listens. */
  private static String port(Path file) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!Files.exists(file) || Files.readAllLines(file).size() < 2) {
      assertThat(System.nanoTime()).as("Chromium does not listen").isLessThan(deadline);
      Thread.sleep(POLL_MILLIS);
    }
    return Files.readAllLines(file).get(0);
  }

  /** It listens before it has opened its page. */
  private static URI pageAt(String port) throws Exception {
    HttpRequest list =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/list")).build();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      String pages = HttpClient.newHttpClient().send(list, BodyHandlers.ofString()).body();
      for (JsonNode page : JSON.readTree(pages)) {
        if (page.path("type").asText().equals("page")) {
          return URI.create(page.path("webSocketDebuggerUrl").asText());
        }
      }
      Thread.sleep(POLL_MILLIS);
    }
    throw new AssertionError("Chromium opens no page");
  }

  /** Hears the answers, which carry their call's number, and what the page complains of. */
  private static final class Listener implements WebSocket.Listener {

    private final StringBuilder part = new StringBuilder();
    private final List<String> complaints = new ArrayList<>();
    private int expected;
    private CompletableFuture<JsonNode> answer = new CompletableFuture<>();

    synchronized CompletableFuture<JsonNode> expect(int call) {
      expected = call;
      answer = new CompletableFuture<>();
      return answer;
    }

    synchronized List<String> complaints() {
      return List.copyOf(complaints);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
      part.append(text);
      if (last) {
        heard(part.toString());
        part.setLength(0);
      }
      socket.request(1);
      return null;
    }

    private synchronized void heard(String message) {
      try {
        JsonNode json = JSON.readTree(message);
        if (json.path("id").asInt() == expected) {
          answer.complete(json);
        } else if (json.path("method").asText().equals("Runtime.exceptionThrown")
            || json.path("params").path("entry").path("level").asText().equals("error")) {
          complaints.add(message);
        }
      } catch (IOException broken) {
        answer.completeExceptionally(broken);
      }
    }
  }
}
