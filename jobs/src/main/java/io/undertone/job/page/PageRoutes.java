package io.undertone.job.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.undertone.event.Sentiment;
import io.undertone.job.SentimentJson;
import io.undertone.job.page.PageServer.Request;
import io.undertone.job.page.PageServer.Route;
import io.undertone.text.KnownScripts;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The routes of the page: its files, the stream of rows, and the actions of its visitor. */
final class PageRoutes {

  private static final String HTML = "text/html";
  private static final String JSON = "application/json";

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII) // half a surrogate pair is legal in a text
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final PageState state;
  private final PageActions actions;
  private final SentimentJson json;
  private final KnownScripts scripts;

  PageRoutes(PageState state, PageActions actions, SentimentJson json, KnownScripts scripts) {
    this.scripts = scripts;
    this.state = state;
    this.actions = actions;
    this.json = json;
  }

  /** The routes by path. */
  Map<String, Route> byPath() throws IOException {
    Map<String, Route> routes = new HashMap<>();
    routes.put("/", resource("page.html", HTML));
    routes.put("/page.css", resource("page.css", "text/css"));
    routes.put("/charts.js", resource("charts.js", "text/javascript"));
    routes.put("/page.js", resource("page.js", "text/javascript"));
    routes.put(
        "/stream", new Route("GET", JSON, asked -> bytes(state.since(after(asked.query())))));
    routes.put("/look", post(asked -> look(actions.look(user(asked), text(asked)), text(asked))));
    routes.put("/send", post(asked -> actions.send(user(asked), text(asked))));
    routes.put("/forget", post(asked -> actions.forget(user(asked))));
    return Map.copyOf(routes);
  }

  private static Route resource(String name, String type) throws IOException {
    try (InputStream in = Objects.requireNonNull(PageRoutes.class.getResourceAsStream(name))) {
      byte[] content = in.readAllBytes();
      return new Route("GET", type, asked -> content);
    }
  }

  private interface Action {
    JsonNode run(JsonNode asked) throws Exception;
  }

  private static Route post(Action action) {
    return new Route("POST", JSON, asked -> bytes(action.run(object(asked))));
  }

  private JsonNode look(ShadowModel.Look look, String text) {
    ObjectNode both = JsonNodeFactory.instance.objectNode();
    both.put("strange_script", scripts.strange(text));
    both.putRawValue("with", raw(look.with()));
    both.putRawValue("without", raw(look.without()));
    return both;
  }

  private RawValue raw(Sentiment sentiment) {
    return new RawValue(new String(json.write(sentiment), UTF_8));
  }

  private static JsonNode object(Request asked) throws Refusal {
    try {
      return MAPPER.readTree(asked.body());
    } catch (JsonProcessingException broken) {
      throw new Refusal(400, "the body is no JSON: send {\"user\": …, \"text\": …}");
    } catch (IOException impossible) {
      throw new IllegalStateException("Reading a request from memory", impossible);
    }
  }

  private static String user(JsonNode asked) throws Refusal {
    return field(asked, "user");
  }

  private static String text(JsonNode asked) throws Refusal {
    return field(asked, "text");
  }

  private static String field(JsonNode asked, String name) throws Refusal {
    if (!asked.path(name).isTextual()) {
      throw new Refusal(400, "the body has no text as its '" + name + "': send one");
    }
    return asked.path(name).textValue();
  }

  /** The row in {@code after=ROW}; 0 where there is no query. */
  private static long after(@Nullable String query) throws Refusal {
    if (query == null) {
      return 0;
    }
    if (!query.matches("after=\\d{1,18}")) {
      throw new Refusal(400, "the query is not after=ROW: give the last row that you have");
    }
    return Long.parseLong(query.substring(query.indexOf('=') + 1));
  }

  private static byte[] bytes(JsonNode json) throws IOException {
    return MAPPER.writeValueAsBytes(json);
  }
}
