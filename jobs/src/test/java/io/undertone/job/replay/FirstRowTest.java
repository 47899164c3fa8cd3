package io.undertone.job.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FirstRowTest {

  @ParameterizedTest
  @ValueSource(strings = {"user_id^text", "user_id\u0001text", "user，text", "a=b c=d"})
  void saysWhatSeparatesNamesWhereThereIsOne(String name) {
    assertThat(new FirstRow(List.of(name)).remedy("Name it.", 5))
        .isEqualTo(
            "Name it. If several names stand in that one, separate them by commas, semicolons, tabs"
                + " or |; if it is none, write a row of names above it, such as"
                + " text,user_id,timestamp.");
  }

  @Test
  void takesAnyLettersForAName() {
    assertThat(new FirstRow(List.of("Ваш отзыв")).remedy("Name it.", 5)).isEqualTo("Name it.");
    assertThat(new FirstRow(List.of("a^b", "c")).remedy("Name it.", 5)).isEqualTo("Name it.");
  }
}
