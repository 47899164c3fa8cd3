package io.undertone.job.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.undertone.job.kafka.TestReviews;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Ports that the demo cannot have: said before anything is started. */
class DemoUsageTest {

  private final StringWriter messages = new StringWriter();

  @Test
  void saysThatAPortIsInUse() throws IOException {
    try (ServerSocket taken = new ServerSocket(0)) {
      int port = taken.getLocalPort();

      assertThat(run("--web", String.valueOf(port))).isEqualTo(1);
      assertThat(messages.toString())
          .startsWith(
              "Opening port "
                  + port
                  + " for Flink's web UI: expected a free port, found one in use.");
    }
  }

  @Test
  void saysThatThePagesPortIsInUseOrIsNone() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();

      assertThat(run("--page", String.valueOf(port))).isEqualTo(1);
      assertThat(messages.toString())
          .startsWith("Opening port " + port + " for the page: expected a free port, found this: ")
          .endsWith(line(". End what uses it, or give --page alone, which takes a free one."));
    }
    messages.getBuffer().setLength(0);

    assertThat(run("--page", "70000")).isEqualTo(2);
    assertThat(messages.toString()).startsWith(line("--page is 70000; a port is from 1 to 65535."));
  }

  private int run(String... options) {
    return CommandLines.execute(
        new PrintWriter(messages, true),
        Stream.concat(
                Stream.of("demo", "--model", TestReviews.BUNDLE.toString()), Stream.of(options))
            .toArray(String[]::new));
  }

  private static String line(String line) {
    return line + System.lineSeparator();
  }
}
