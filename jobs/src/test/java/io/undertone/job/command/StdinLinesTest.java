package io.undertone.job.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StdinLinesTest {

  @Test
  void givesEveryLineInOrderAndNeverTooManyAtOnce() throws IOException {
    List<String> sent = IntStream.range(0, 1000).mapToObj(i -> "line " + i).toList();
    StdinLines lines =
        StdinLines.start(new ByteArrayInputStream(String.join("\n", sent).getBytes(UTF_8)), 37);

    List<String> seen = new ArrayList<>();
    for (List<String> some = lines.next(); some != null; some = lines.next()) {
      assertThat(some).hasSizeBetween(1, 37);
      seen.addAll(some);
    }

    assertThat(seen).isEqualTo(sent);
    assertThat(lines.taken()).isEqualTo(1000);
  }

  @Test
  void givesALineBeforeTheNextIsTyped() throws IOException {
    try (PipedOutputStream keyboard = new PipedOutputStream();
        PipedInputStream in = new PipedInputStream(keyboard)) {
      StdinLines lines = StdinLines.start(in, 128);

      keyboard.write("ann\tfine\n".getBytes(UTF_8));
      keyboard.flush();

      assertThat(lines.next()).containsExactly("ann\tfine");
    }
  }

  @Test
  void endsWithTheInput() throws IOException {
    StdinLines lines = StdinLines.start(new ByteArrayInputStream(new byte[0]), 1);

    assertThat(lines.next()).isNull();
  }
}
