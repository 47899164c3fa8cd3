package io.undertone.job.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CountedTest {

  /** A number in a message with a noun of many behind it, which one thing does not have. */
  private static final Pattern MANY =
      Pattern.compile(
          "\"[^\"]*%,?d"
              + " (users|reviews|rows|records|lines|files|labels|subtasks|symbols|golden)\\b.*");

  @Test
  void agreesWithItsNoun() {
    assertThat(Stream.of(0, 1, 2, 1204).map(count -> Counted.of(count, "review")))
        .containsExactly("0 reviews", "1 review", "2 reviews", "1,204 reviews");
  }

  /** But for a bound that is never one. */
  @Test
  void countsWhatEachMessageCounts() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      List<String> byThemselves =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .flatMap(CountedTest::lines)
              .filter(line -> MANY.matcher(line).find() && !line.contains("_MAX)"))
              .map(String::strip)
              .toList();
      assertThat(byThemselves).isEmpty();
    }
  }

  private static Stream<String> lines(Path file) {
    try {
      return Files.readAllLines(file).stream();
    } catch (IOException unreadable) {
      throw new UncheckedIOException("Reading " + file, unreadable);
    }
  }
}
