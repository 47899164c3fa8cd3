package io.undertone.job.memory;

import static io.undertone.job.kafka.TestJob.MODEL;
import static org.assertj.core.api.Assertions.assertThat;

import io.undertone.cell.DeviceChoice;
import io.undertone.job.local.Terminal;
import io.undertone.job.local.TestTerminal;
import io.undertone.job.memory.MemoryView.Order;
import io.undertone.operator.model.ModelSource;
import io.undertone.operator.score.KeptMemory;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is shown of memories that were read. */
class MemoryViewTest {

  private static final String PRINT = MODEL.manifest().stateFingerprint().substring(0, 16);
  private static final String OTHER = "0123456789abcdef";

  /** Floats of a user's memory in the default bundle. */
  private static final int WIDTH = 64;

  @Test
  void showsTheUsersOfMostReviewsAndCountsAll() throws Exception {
    try (MemoryReaders none = readers(null)) {
      MemoryView view = new MemoryView(none, List.of(), 3, Order.REVIEWS);
      for (int user = 0; user < 1000; user++) {
        view.add(memory("user " + user, OTHER, user * 7 % 1000, 0));
      }

      assertThat(view.shown())
          .extracting(effect -> effect.memory().remembered())
          .containsExactly(999, 998, 997);
      assertThat(view.summary())
          .containsExactly(
              "1,000 users are remembered, with 499,500 reviews in all.",
              "1,000 by the model with state fingerprint 0123456789abcdef: none of the bundles"
                  + " here. --model names another.");
    }
  }

  /** More than are put to the model together, all with one number of reviews. */
  @Test
  void asksTheModelOfAllThatItShows() throws Exception {
    try (MemoryReaders readers = readers("It was okay.", MODEL)) {
      MemoryView view = new MemoryView(readers, List.of(), 130, Order.REVIEWS);
      for (int user = 999; user >= 800; user--) {
        view.add(memory("user " + user, PRINT, 1, user / 1000f));
      }

      List<MemoryEffect> shown = view.shown();

      assertThat(shown).hasSize(130).allMatch(effect -> effect.with() != null);
      assertThat(shown)
          .as("the first by name")
          .extracting(effect -> effect.memory().user())
          .startsWith("user 800", "user 801")
          .endsWith("user 929");
    }
  }

  @Test
  void showsNamedUsersInTheOrderOfTheirNames() throws Exception {
    try (MemoryReaders none = readers(null)) {
      MemoryView view = new MemoryView(none, List.of("zoe", "nobody", "ann", "zoe"), 1, Order.LEAN);
      for (String user : List.of("ann", "bob", "zoe")) {
        view.add(memory(user, OTHER, 1, 0));
      }

      assertThat(view.shown())
          .extracting(effect -> effect.memory().user())
          .containsExactly("zoe", "ann");
    }
  }

  @Test
  void aMemoryThatIsItsBeginningLeansNowhereAndOthersComeFirst() throws Exception {
    try (MemoryReaders readers = readers("It was okay.", MODEL)) {
      MemoryView view = new MemoryView(readers, List.of(), 300, Order.LEAN);
      for (int user = 0; user < 299; user++) {
        view.add(memory("user " + user, PRINT, 1, user / 299f));
      }
      view.add(memory("stranger", OTHER, 1, 0.5f));

      List<MemoryEffect> shown = view.shown();

      assertThat(shown)
          .hasSize(300)
          .extracting(MemoryEffect::lean)
          .isSortedAccordingTo((a, b) -> Double.compare(b, a));
      assertThat(shown.get(0).lean()).isGreaterThan(0.01);
      Map<String, MemoryEffect> byUser =
          shown.stream().collect(Collectors.toMap(each -> each.memory().user(), each -> each));
      MemoryEffect unmoved = Objects.requireNonNull(byUser.get("user 0"));
      assertThat(unmoved.lean()).isZero();
      assertThat(unmoved.with())
          .usingRecursiveComparison()
          .ignoringFields("origin", "remembered")
          .isEqualTo(unmoved.without());
      assertThat(byUser.get("stranger"))
          .usingRecursiveComparison()
          .isEqualTo(MemoryEffect.none(memory("stranger", OTHER, 1, 0.5f)));
      String counted =
          "299 by the model with state fingerprint " + PRINT + ": " + MODEL.manifest().id() + ".";
      assertThat(view.summary())
          .hasSize(3)
          .anyMatch(line -> line.startsWith(counted + " Of \"It was okay.\" it says "));
    }
  }

  @Test
  void takesTheNeutralTextThatTheModelIsLeastDecidedAbout() throws Exception {
    try (MemoryReaders readers = readers(null, MODEL)) {
      MemoryEffect effect = readers.effects(List.of(memory("ann", PRINT, 2, 0.3f))).get(0);

      assertThat(MemoryReader.NEUTRAL).contains(effect.text());
      assertThat(Objects.requireNonNull(effect.without()).score()).isBetween(0.5, 0.55);
    }
  }

  @Test
  void saysThatTheModelDoesNotReadTheText() throws Exception {
    for (String text : List.of("我周日去的。", "We went there on a Sunday.")) {
      try (MemoryReaders readers = readers(text, MODEL)) {
        MemoryView view = new MemoryView(readers, List.of("ann"), 1, Order.REVIEWS);
        view.add(memory("ann", PRINT, 1, 0));

        assertThat(
                view.summary()
                    .get(1)
                    .endsWith(
                        " where nobody is remembered. That text is in Han, a script that the"
                            + " model does not know, so the answers mean nothing: give a --text in"
                            + " its language, 'en'."))
            .isEqualTo(text.startsWith("我"));
      }
    }
  }

  @Test
  void choosesANeutralTextThatTheModelReads() throws Exception {
    ModelSource chinese = ModelSource.at("../models/bundles/reviews-zh-chars-gru");
    String print = chinese.manifest().stateFingerprint().substring(0, 16);
    try (MemoryReaders readers = readers(null, chinese)) {
      assertThat(readers.reader(print).orElseThrow().summary())
          .startsWith(chinese.manifest().id() + ". Of \"这是一本书。\" it says ");
    }
  }

  @Test
  void aTableHasALineAUser() throws Exception {
    try (MemoryReaders readers = readers("It was okay.", MODEL)) {
      MemoryEffect told = readers.effects(List.of(memory("ann\n", PRINT, 12, 0))).get(0);
      MemoryEffect untold =
          MemoryEffect.none(new KeptMemory("张三", OTHER, 3, 0, null, new float[WIDTH]));

      MemoryTable table = new MemoryTable(Terminal.ofStdout());

      assertThat(table.lines(List.of())).isEmpty();
      List<String> lines = table.lines(List.of(told, untold));
      assertThat(lines).hasSize(4);
      assertThat(lines.get(1)).startsWith("user ").endsWith("says            leans to");
      assertThat(lines.get(2))
          .matches(
              "ann\\\\u000a +12  1970-01-01 00:00  2023-11-14 22:13"
                  + "  (positive|negative) 0\\.\\d\\d +(positive|negative) by 0\\.00");
      assertThat(lines.get(3)).matches("张三 +3  1970-01-01 00:00");
    }
  }

  @Test
  void tellsUsersApartWhoseNamesLookAlike() {
    List<MemoryEffect> alike =
        Stream.of("ann", "ann ", "a\u200bnn")
            .map(user -> MemoryEffect.none(memory(user, OTHER, 3, 0)))
            .toList();
    List<String> lines = new MemoryTable(TestTerminal.plain(System.out, 100)).lines(alike);

    assertThat(lines.subList(2, 5))
        .extracting(line -> line.replaceFirst(" +3 .*", ""))
        .containsExactly("ann", "'ann '", "a\\u200bnn");
  }

  @Test
  void leavesOutWhenAMemoryWasWrittenWhereTheTerminalIsNarrow() {
    MemoryEffect longest =
        MemoryEffect.none(memory("a user of a very long name, it seems to everybody", OTHER, 3, 0));
    for (int columns : List.of(60, 80, 87, 88, 200)) {
      List<String> lines =
          new MemoryTable(TestTerminal.plain(System.out, columns)).lines(List.of(longest));

      assertThat(lines).allMatch(line -> line.length() <= Math.max(columns, 70));
      assertThat(lines.get(1).contains("written")).isEqualTo(columns >= 88);
    }
  }

  @Test
  void jsonHoldsAllThatIsKept() {
    KeptMemory memory = new KeptMemory("ann", OTHER, 3, 5, null, new float[] {0.5f, -1});

    assertThat(MemoryJson.write(MemoryEffect.none(memory)))
        .isEqualTo(
            "{\"user_id\":\"ann\",\"remembered\":3,\"last_review\":5,\"written\":null,"
                + "\"fingerprint\":\"0123456789abcdef\",\"model\":null,\"text\":null,"
                + "\"says\":null,\"says_unknown\":null,\"states\":[0.5,-1.0]}");
  }

  private static MemoryReaders readers(@Nullable String text, ModelSource... models) {
    return new MemoryReaders(List.of(models), DeviceChoice.CPU, text);
  }

  private static KeptMemory memory(String user, String print, int remembered, float each) {
    float[] states = new float[WIDTH];
    Arrays.fill(states, each);
    return new KeptMemory(user, print, remembered, 0, 1_700_000_000_000L, states);
  }
}
