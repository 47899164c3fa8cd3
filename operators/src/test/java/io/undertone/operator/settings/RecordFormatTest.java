package io.undertone.operator.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.undertone.operator.settings.RecordFormat.TimestampUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecordFormatTest {

  @Test
  void aFieldIsCalledAsItIsMappedOrAsWeCallIt() {
    RecordFormat format = named(Map.of("user_id", "reviewerID"));

    assertThat(format.nameOf("user_id")).isEqualTo("reviewerID");
    assertThat(format.nameOf("text")).isEqualTo("text");
  }

  @Test
  void aFieldThatIsNoneOfAReviewIsRefused() {
    assertThatThrownBy(() -> named(Map.of("user", "reviewerID")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Naming the fields of a record: expected some of review_id, user_id, text, timestamp, label, rating, seq, found user. Write FIELD=NAME, where FIELD is one of these.");
  }

  @Test
  void twoFieldsOfOneNameAreRefusedAlsoWhereOneIsNotMapped() {
    for (Map<String, String> fields :
        List.of(Map.of("review_id", "id", "user_id", "id"), Map.of("text", "review_id"))) {
      assertThatThrownBy(() -> named(fields))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("expected a name of its own for each field, found ")
          .hasMessageContaining(" for review_id and ");
    }
  }

  @Test
  void refusesAFieldWithoutAName() {
    assertThatThrownBy(() -> named(Map.of("user_id", " ")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Naming the fields of a record: expected a name for user_id, found none. Name it, or"
                + " leave it out.");
  }

  private static RecordFormat named(Map<String, String> fields) {
    return new RecordFormat(
        fields, TimestampUnit.MS, RecordFormat.Value.JSON, RecordFormat.Key.TEXT);
  }
}
