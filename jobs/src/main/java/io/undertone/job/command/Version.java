package io.undertone.job.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** The version of Undertone, Java and the system: what a bug report needs. */
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(Version.class.getResourceAsStream("version.txt"))) {
      return new String[] {
        "undertone %s, Java %s, %s %s"
            .formatted(
                new String(in.readAllBytes(), UTF_8).strip(),
                System.getProperty("java.version"),
                System.getProperty("os.name"),
                System.getProperty("os.arch"))
      };
    }
  }
}
