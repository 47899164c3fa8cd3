package io.undertone.job.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.undertone.operator.settings.RecordFormat;
import io.undertone.operator.settings.ReviewLimits;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What rows lack, as their reader counts it. */
class FieldCountsTest {

  private final DatasetReader reader =
      new DatasetReader(
          ReviewLimits.defaults().forDataset(), RecordFormat.defaults(), Labelling.asWritten());

  @Test
  void saysThatUsersMayShareARoundedNumber() {
    for (String user : List.of("1.23457E+12", "1,23457E+12", "1.23457E+12", "2e+15")) {
      read(user);
    }
    assertThat(reader.counts().usersRounded())
        .isEqualTo(
            "Rows whose user_id is a rounded number: 4, 1.23457E+12 (2), 1,23457E+12 (1), 2e+15 (1)."
                + " Users with one such number share a memory; save the column as text, and export"
                + " it again.");
  }

  @Test
  void saysNothingOfOtherIds() {
    for (String user : List.of("1234570000000", "1e5", "E+12", "12.5E+12", "a1.2E+12")) {
      read(user);
    }
    assertThat(reader.counts().usersRounded()).isNull();
  }

  private void read(String user) {
    DatasetReaderTest.read(reader, "{\"text\":\"t\",\"user_id\":\"%s\"}".formatted(user));
  }
}
