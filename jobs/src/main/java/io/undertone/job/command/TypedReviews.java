package io.undertone.job.command;

import io.undertone.job.JobException;
import io.undertone.operator.parse.FieldRules;
import io.undertone.operator.settings.ReviewLimits;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes lines for reviews, by the rules that records go by, and says of each other one by its
 * number why it is none. Blank lines are passed over. Counts both.
 */
final class TypedReviews {

  /** In an encoding of four bytes a character, ASCII takes four times its bytes in UTF-8. */
  private static final int BYTES_FOR_ONE = 4;

  private final FieldRules rules;
  private final PrintStream messages;
  private long taken;
  private long refused;

  TypedReviews(ReviewLimits limits, PrintStream messages) {
    this.rules = new FieldRules(limits);
    this.messages = messages;
  }

  /** Bytes of the longest line that can be a review in any encoding. */
  static int lineBytesMax(ReviewLimits limits) {
    long longest = BYTES_FOR_ONE * ((long) limits.idBytesMax() + 1 + limits.textBytesMax());
    return (int) Math.min(Integer.MAX_VALUE >> 1, longest);
  }

  /** The reviews among some lines, in their order. */
  List<UserLine> among(List<ByteLine> lines) {
    List<UserLine> reviews = new ArrayList<>();
    for (ByteLine line : lines) {
      UserLine review = of(line);
      if (review != null) {
        reviews.add(review);
      }
    }
    taken += reviews.size();
    return reviews;
  }

  /**
   * Proves at the end that the input was what it was taken for.
   *
   * @throws JobException if every line that is not blank was refused
   */
  void requireSome(Charset charset) {
    if (taken == 0 && refused > 0) {
      throw new JobException(
          "Reading reviews from stdin",
          "lines 'user<TAB>text' in " + charset.name(),
          "none: every line was refused, %d in all".formatted(refused),
          "Mend what is said of them above.");
    }
  }

  private @Nullable UserLine of(ByteLine line) {
    String complaint = line.complaint();
    String text = complaint == null ? line.text() : "";
    if (complaint == null) {
      if (text.isBlank()) {
        return null;
      }
      complaint = UserLine.complaint(text, rules);
    }
    if (complaint == null) {
      return UserLine.of(text, line.number());
    }
    refused++;
    messages.println("Line " + line.number() + " is refused: " + complaint);
    return null;
  }
}
