package io.undertone.job.dataset;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables that hold no review as one row of names and values, and how to write them so. */
class TurnedTableTest {

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'review':{'0':'good','1':'bad'},'who':{'0':'ann','1':null}}",
        "{$  'review': {$    '17': 'good'$  }$}$",
        "{'columns':['review','who'],'index':[0],'data':[['good','ann']]}",
      })
  void saysHowPandasWritesRows(String text) throws IOException {
    assertRefused(
        text.replace('\'', '"').replace('$', '\n'),
        "found one JSON object of columns, as pandas writes it. Write it by df.to_json(FILE,"
            + " orient=\"records\", lines=True).");
  }

  @Test
  void saysSoOfMoreThanIsLookedAt() throws IOException {
    String cells = ",\"1\":\"good\"".repeat(FileStart.BYTES_MAX / 10);
    assertRefused("{\"review\":{\"0\":\"bad\"" + cells + "}}", "as pandas writes it");
  }

  @Test
  void saysThatRowsStandUnderTheirNumbers() throws IOException {
    assertRefused(
        "{\"0\":{\"text\":\"good\"},\"1\":{\"text\":\"bad\"}}\n",
        "found one JSON object of rows under their numbers. Write an object a line, such as by jq"
            + " -c '.[]'.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1\tann\tgood\t2024-01-08 05:19:23+00\n2\t\\N\tbad\t\\N\n",
        "ann\tgood\t\\N\r\nbob\tbad\tx\r\n",
      })
  void saysHowADatabaseWritesNames(String table) throws IOException {
    assertRefused(
        table,
        "found a table without the names of its columns and with \\N for what is missing, as"
            + " PostgreSQL's COPY writes it. Write it by COPY … TO … WITH (FORMAT csv, HEADER).");
  }

  private void assertRefused(String text, String message) throws IOException {
    Path file = Files.writeString(folder.resolve("set"), text);
    assertThatThrownBy(() -> DatasetFile.of(file, UTF_8).check()).hasMessageContaining(message);
  }
}
