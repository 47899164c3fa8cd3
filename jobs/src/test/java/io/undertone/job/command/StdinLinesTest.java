package io.undertone.job.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
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
    StdinLines lines = start(new ByteArrayInputStream(String.join("\n", sent).getBytes(UTF_8)), 37);

    List<ByteLine> seen = new ArrayList<>();
    for (List<ByteLine> some = lines.next(); some != null; some = lines.next()) {
      assertThat(some).hasSizeBetween(1, 37);
      seen.addAll(some);
    }

    assertThat(seen).extracting(ByteLine::text).isEqualTo(sent);
    assertThat(seen.get(999).number()).isEqualTo(1000);
  }

  @Test
  void givesALineBeforeTheNextIsTyped() throws IOException {
    try (PipedOutputStream keyboard = new PipedOutputStream();
        PipedInputStream in = new PipedInputStream(keyboard)) {
      StdinLines lines = start(in, 128);

      keyboard.write("ann\tfine\n".getBytes(UTF_8));
      keyboard.flush();

      assertThat(lines.next()).extracting(ByteLine::text).containsExactly("ann\tfine");
    }
  }

  @Test
  void endsWithTheInput() throws IOException {
    assertThat(start(new ByteArrayInputStream(new byte[0]), 1).next()).isNull();
  }

  private static StdinLines start(InputStream in, int linesMax) {
    return StdinLines.start(new ByteLines(in, UTF_8, 1 << 10), linesMax);
  }
}
