package io.undertone.job.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.undertone.job.JobException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Serves paths to browsers on this machine, and to nobody else: it listens on the loopback address
 * alone, and refuses what another site's page makes a browser send, by the names that such a
 * request carries. Knows nothing of reviews.
 */
final class PageServer implements AutoCloseable {

  /** Names that the header Host may have, with any port: a tunnel may have another one. */
  private static final Set<String> NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

  private static final int THREADS = 8;

  /** Seconds that a request may take to be read, and its answer to be sent. */
  private static final String SECONDS_MAX = "30";

  /** Bytes of too long a body that are read and dropped, so that its sender reads the answer. */
  private static final long DISCARDED_MAX = 64L << 20;

  private final HttpServer server;
  private final ExecutorService threads;

  /** How one path answers. */
  record Route(String method, String type, Answer answer) {}

  /** Makes the answer to a request of the right method. */
  interface Answer {
    byte[] to(Request request) throws Exception;
  }

  /**
   * A request, as far as routes need it.
   *
   * @param query behind the question mark; null if there is none
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Request(@Nullable String query, byte[] body) {}

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Reply(int status, String type, byte[] body) {}

  private PageServer(HttpServer server) {
    this.server = server;
    this.threads =
        Executors.newFixedThreadPool(
            THREADS,
            task -> {
              Thread thread = new Thread(task, "page");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Takes a port, before anything is started that costs time. Who asks has to wait until it serves.
   *
   * @param port 0 for one that is free
   * @throws JobException if it cannot be had
   */
  static PageServer bind(int port) {
    setUnlessSet("sun.net.httpserver.maxReqTime", SECONDS_MAX);
    setUnlessSet("sun.net.httpserver.maxRspTime", SECONDS_MAX);
    try {
      return new PageServer(
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0));
    } catch (IOException taken) {
      throw new JobException(
          "Opening port " + port + " for the page",
          "a free port",
          JobException.found(taken),
          "End what uses it, or give --page alone, which takes a free one.",
          taken);
    }
  }

  /** The page's address. */
  String address() {
    return "http://localhost:" + server.getAddress().getPort() + "/";
  }

  /**
   * Answers from now on.
   *
   * @param routes by path
   * @param bodyBytesMax of a request
   */
  void serve(Map<String, Route> routes, int bodyBytesMax) {
    server.createContext("/", exchange -> answer(exchange, routes, bodyBytesMax));
    server.setExecutor(threads);
    server.start();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private static void answer(HttpExchange exchange, Map<String, Route> routes, int bodyBytesMax)
      throws IOException {
    try (exchange) {
      Reply reply = reply(exchange, routes, bodyBytesMax);
      var headers = exchange.getResponseHeaders();
      headers.set("Content-Type", reply.type + "; charset=utf-8");
      headers.set("Cache-Control", "no-store");
      headers.set("X-Content-Type-Options", "nosniff");
      headers.set("Referrer-Policy", "no-referrer");
      headers.set("Cross-Origin-Resource-Policy", "same-origin");
      headers.set(
          "Content-Security-Policy",
          "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src"
              + " data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
      exchange.sendResponseHeaders(reply.status, reply.body.length);
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(reply.body);
      }
    }
  }

  private static Reply reply(HttpExchange exchange, Map<String, Route> routes, int bodyBytesMax)
      throws IOException {
    try {
      requireSameSite(exchange);
      Route route = routes.get(exchange.getRequestURI().getPath());
      if (route == null) {
        throw new Refusal(404, "nothing is here: the page is at /");
      }
      if (!route.method.equals(exchange.getRequestMethod())) {
        exchange.getResponseHeaders().set("Allow", route.method);
        throw new Refusal(405, "this path takes " + route.method + " alone");
      }
      byte[] body = route.method.equals("POST") ? body(exchange, bodyBytesMax) : new byte[0];
      Request request = new Request(exchange.getRequestURI().getRawQuery(), body);
      return new Reply(200, route.type, route.answer.to(request));
    } catch (Refusal refusal) {
      return new Reply(refusal.status(), "text/plain", bytes(refusal.getMessage()));
    } catch (IOException gone) {
      throw gone; // the client has closed the connection
    } catch (Exception broken) {
      return new Reply(500, "text/plain", bytes("It failed. " + JobException.found(broken)));
    }
  }

  /** Stops at a name that is not this machine's, and at a page of another origin. */
  private static void requireSameSite(HttpExchange exchange) throws Refusal {
    String host = String.valueOf(exchange.getRequestHeaders().getFirst("Host"));
    String origin = exchange.getRequestHeaders().getFirst("Origin");
    if (!NAMES.contains(host.replaceFirst(":\\d{1,5}$", ""))) {
      throw new Refusal(403, "this page is for this machine alone: ask for it as localhost");
    }
    if (origin != null && !origin.equals("http://" + host)) {
      throw new Refusal(403, "another site's page asks for this: only this one may");
    }
  }

  private static byte[] body(HttpExchange exchange, int bytesMax) throws Refusal, IOException {
    String type = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"));
    if (!type.startsWith("application/json")) {
      throw new Refusal(415, "the body is not called application/json: send JSON");
    }
    InputStream in = exchange.getRequestBody();
    byte[] body = in.readNBytes(bytesMax + 1);
    if (body.length > bytesMax) {
      long length = body.length + discard(in);
      throw new Refusal(
          413,
          "a body of %d bytes or more, at most %d are taken: shorten the text"
              .formatted(length, bytesMax));
    }
    return body;
  }

  /** Reads on, within bounds. Not by skipping, which would wait for bytes behind the body. */
  private static long discard(InputStream in) throws IOException {
    byte[] some = new byte[1 << 16];
    long length = 0;
    for (int read = in.read(some); read > 0 && length < DISCARDED_MAX; read = in.read(some)) {
      length += read;
    }
    return length;
  }

  private static byte[] bytes(@Nullable String message) {
    return String.valueOf(message).getBytes(UTF_8);
  }

  private static void setUnlessSet(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }
}
