package io.undertone.job.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.undertone.job.dataset.DatasetFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RejectsTest {

  @TempDir Path folder;

  @Test
  void writesTheBytesOfEachRowAsTheFileHasThem() throws IOException {
    Dataset dataset = dataset("{\"a\":1}\r\nno json\n{}\n", "[{\"b\": 2},\n {\"b\": 3}]");
    try (Rejects rejects = new Rejects(folder)) {
      rejects.add(1, 2, "text_missing", "no text");
      rejects.add(0, 2, "not_json", "near byte 3 of 7");
      rejects.add(0, 1, "text_missing", "no text");

      assertThat(written(rejects, dataset))
          .containsExactly(
              line("set-0", 1, "text_missing", "no text", "{\"a\":1}"),
              line("set-0", 2, "not_json", "near byte 3 of 7", "no json"),
              line("set-1", 2, "text_missing", "no text", "{\"b\": 3}"));
      assertThat(folder.resolve("evidence")).content(UTF_8).endsWith("}\n");
      assertThat(rejects.count()).isEqualTo(3);
      assertThat(rejects.byReason()).isEqualTo(Map.of("not_json", 1L, "text_missing", 2L));
      assertThat(rejects.named())
          .containsExactly(
              "set-0:1: text_missing, no text",
              "set-0:2: not_json, near byte 3 of 7",
              "set-1:2: text_missing, no text");
    }
  }

  @Test
  void writesAnEmptyFileWhereNothingWasRejected() throws IOException {
    try (Rejects rejects = new Rejects(folder)) {
      assertThat(written(rejects, dataset("{}"))).isEmpty();
      assertThat(folder.resolve("evidence")).isEmptyFile();
    }
  }

  @Test
  void tellsOneFileGivenTwiceApart() throws IOException {
    DatasetFile file = dataset("{}\n[]").files().get(0);
    try (Rejects rejects = new Rejects(folder)) {
      rejects.add(1, 2, "not_an_object", "");
      rejects.add(0, 2, "not_an_object", "");

      assertThat(written(rejects, Dataset.of(List.of(file, file)))).hasSize(2);
    }
  }

  @Test
  void saysThatAFileHasChanged() throws IOException {
    try (Rejects rejects = new Rejects(folder)) {
      rejects.add(0, 9, "not_json", "");

      assertThatThrownBy(() -> written(rejects, dataset("{}")))
          .hasMessageStartingWith("Writing down the rejected rows of ")
          .hasMessageEndingWith(
              "expected the file as it was when the replay began, found no row 9 in it any more."
                  + " Replay it again, and leave the file alone until the end.");
    }
  }

  private Dataset dataset(String... contents) throws IOException {
    List<DatasetFile> files = new java.util.ArrayList<>();
    for (String content : contents) {
      files.add(
          DatasetFile.of(Files.writeString(folder.resolve("set-" + files.size()), content), UTF_8));
    }
    return Dataset.of(files);
  }

  private List<String> written(Rejects rejects, Dataset dataset) throws IOException {
    Path evidence = folder.resolve("evidence");
    rejects.write(evidence, dataset);
    return Files.readAllLines(evidence);
  }

  private static String line(String file, int line, String reason, String detail, String row) {
    return "{\"file\":\"%s\",\"line\":%d,\"reason\":\"%s\",\"detail\":\"%s\",\"bytes\":\"%s\"}"
        .formatted(
            file, line, reason, detail, Base64.getEncoder().encodeToString(row.getBytes(UTF_8)));
  }
}
