package io.undertone.job.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.util.Map;

/** Sends requests byte by byte, so that every header may be a wrong one. */
final class Ask {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final int port;

  /** What came back: the status, all headers as they stood, and the body. */
  record Answer(int status, String headers, String body) {

    JsonNode json() throws IOException {
      return JSON.readTree(body);
    }
  }

  Ask(String address) {
    this.port = URI.create(address).getPort();
  }

  Answer get(String path) throws IOException {
    return send("GET", path, Map.of("Host", "localhost:" + port), "");
  }

  Answer post(String path, String body) throws IOException {
    return send(
        "POST",
        path,
        Map.of(
            "Host",
            "localhost:" + port,
            "Origin",
            "http://localhost:" + port,
            "Content-Type",
            "application/json"),
        body);
  }

  /** Posts what the page would post of a typist. */
  Answer post(String path, String user, String text) throws IOException {
    return post(path, JSON.createObjectNode().put("user", user).put("text", text).toString());
  }

  Answer send(String method, String path, Map<String, String> headers, String body)
      throws IOException {
    StringBuilder request = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
    byte[] bytes = body.getBytes(UTF_8);
    headers.forEach((name, value) -> request.append(name + ": " + value + "\r\n"));
    request.append("Connection: close\r\nContent-Length: " + bytes.length + "\r\n\r\n");
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write(request.toString().getBytes(UTF_8));
      socket.getOutputStream().write(bytes);
      String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
      int end = answer.indexOf("\r\n\r\n");
      int status = Integer.parseInt(answer.substring(9, 12));
      return new Answer(status, answer.substring(0, end), answer.substring(end + 4));
    }
  }
}
