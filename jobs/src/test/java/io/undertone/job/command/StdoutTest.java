package io.undertone.job.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.undertone.job.JobException;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class StdoutTest {

  @Test
  void writesWhatIsPrinted() {
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    Stdout stdout = new Stdout(written);

    printed(stdout).println("a result");

    assertThat(written.toString(UTF_8)).isEqualTo("a result" + System.lineSeparator());
    assertThat(stdout.failure()).isNull();
  }

  @Test
  void stopsWhoeverWritesWhereNothingIsTaken() {
    Stdout stdout = new Stdout(full());
    PrintStream out = printed(stdout);

    assertThatThrownBy(() -> out.println("a result"))
        .isInstanceOf(JobException.class)
        .hasMessageStartingWith("Writing to stdout: expected")
        .hasMessageContaining("found this: No space left on device. What was written is not all.");
    assertThat(stdout.failure()).isNotNull();
  }

  private static PrintStream printed(Stdout stdout) {
    return new PrintStream(new BufferedOutputStream(stdout), true, UTF_8);
  }

  private static OutputStream full() {
    return new OutputStream() {
      @Override
      public void write(int part) throws IOException {
        throw new IOException("No space left on device");
      }
    };
  }
}
