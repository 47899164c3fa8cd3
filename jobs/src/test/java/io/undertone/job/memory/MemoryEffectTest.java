package io.undertone.job.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.undertone.event.Origin;
import io.undertone.event.Sentiment;
import io.undertone.event.Sentiment.Answer;
import io.undertone.event.Sentiment.Labelled;
import io.undertone.event.Sentiment.Surprise;
import io.undertone.operator.score.KeptMemory;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What a memory does to what the model says, in words and as JSON. */
class MemoryEffectTest {

  private static final KeptMemory MEMORY =
      new KeptMemory("ann", "0123456789abcdef", 3, 5, 7L, new float[] {0.5f});

  @Test
  void leansToTheLabelWhoseProbabilityItRaisesMost() {
    MemoryEffect effect =
        effect(
            List.of("negative", "neutral", "positive"),
            labelled("neutral", 0.5, List.of(0.125, 0.5, 0.375)),
            labelled("negative", 0.5, List.of(0.5, 0.375, 0.125)));

    assertThat(effect.leaningText()).isEqualTo("positive by 0.25");
    assertThat(effect.lean()).isEqualTo(0.25);
    assertThat(MemoryTable.says(says(effect))).isEqualTo("neutral 0.50");
  }

  @Test
  void leansToTheFirstLabelTooAndOnlyAsFarAsItMoves() {
    MemoryEffect effect =
        effect(
            List.of("negative", "positive"),
            labelled("positive", 0.625, List.of(0.375, 0.625)),
            labelled("positive", 0.875, List.of(0.125, 0.875)));

    assertThat(effect.leaningText()).as("though it says positive").isEqualTo("negative by 0.25");
    assertThat(effect.lean()).isEqualTo(0.25);
  }

  @Test
  void aMemoryOfALanguageModelMovesASurprise() {
    MemoryEffect effect = effect(List.of(), new Surprise(2.5), new Surprise(2.625));

    assertThat(effect.leaningText()).isEqualTo("surprise -0.13");
    assertThat(effect.lean()).isCloseTo(0.125, within(1e-12));
    assertThat(MemoryTable.says(says(effect))).isEqualTo("surprise 2.50");
    assertThat(MemoryJson.write(effect))
        .contains("\"text\":\"It was okay.\",\"says\":2.5,\"says_unknown\":2.625,");
  }

  @Test
  void ofATextWithoutTokensALanguageModelSaysNothing() {
    MemoryEffect effect = effect(List.of(), new Surprise(null), new Surprise(null));

    assertThat(effect.leaningText()).isEqualTo("surprise +0.00");
    assertThat(MemoryTable.says(says(effect))).isEqualTo("nothing");
    assertThat(MemoryJson.write(effect)).contains("\"says\":null,\"says_unknown\":null,");
  }

  @Test
  void jsonHoldsWhatTheModelSaysWithTheMemoryAndWithout() {
    MemoryEffect effect =
        effect(
            List.of("negative", "positive"),
            labelled("positive", 0.625, List.of(0.375, 0.625)),
            labelled("negative", 0.75, List.of(0.75, 0.25)));

    assertThat(MemoryJson.write(effect))
        .isEqualTo(
            "{\"user_id\":\"ann\",\"remembered\":3,\"last_review\":5,\"written\":7,"
                + "\"fingerprint\":\"0123456789abcdef\",\"model\":\"m@1\",\"text\":\"It was okay.\","
                + "\"says\":{\"negative\":0.375,\"positive\":0.625},"
                + "\"says_unknown\":{\"negative\":0.75,\"positive\":0.25},\"states\":[0.5]}");
  }

  @Test
  void whereNoModelReadsTheMemoryItLeansNowhere() {
    assertThat(MemoryEffect.none(MEMORY).leaningText()).isEmpty();
    assertThat(MemoryEffect.none(MEMORY).lean()).isZero();
  }

  private static MemoryEffect effect(List<String> labels, Answer with, Answer without) {
    return new MemoryEffect(MEMORY, labels, "It was okay.", sentiment(with), sentiment(without));
  }

  private static Labelled labelled(String label, double score, List<Double> probabilities) {
    return new Labelled(label, score, probabilities, null);
  }

  private static Sentiment sentiment(Answer answer) {
    return new Sentiment(new Origin("", "ann", 0, null), answer, 3, 5, false, "m@1");
  }

  private static Sentiment says(MemoryEffect effect) {
    return Objects.requireNonNull(effect.with());
  }
}
