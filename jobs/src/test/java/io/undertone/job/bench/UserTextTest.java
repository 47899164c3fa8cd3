package io.undertone.job.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.undertone.job.dataset.DatasetFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserTextTest {

  @TempDir Path folder;

  @Test
  void readsTheTextsOfAnyDataSet() throws IOException {
    assertThat(texts("{\"user_id\":\"ann\",\"text\":\"Warm.\"}\n{}\n{\"text\":\"Cold.\"}", 9))
        .containsExactly(new UserText("ann", "Warm."), new UserText("set:3", "Cold."));
    assertThat(texts("[{\"text\":\"Warm.\"},{\"text\":\"Cold.\"}]", 1))
        .containsExactly(new UserText("set:1", "Warm."));
    assertThat(texts("text,user_id\nWarm.,ann\nragged\n", 9))
        .containsExactly(new UserText("ann", "Warm."));
  }

  @Test
  void saysThatThereIsNoText() {
    assertThatThrownBy(() -> texts("{}", 9))
        .hasMessage(
            "Reading texts from "
                + folder.resolve("set")
                + ": expected rows with a \"text\", found none. Give a --dataset in which the text is called text.");
  }

  @Test
  void measuresNothingByAFileThatIsBroken() {
    assertThatThrownBy(() -> texts("{\"text\":\"Warm.\"}\n{\"text\":", 9))
        .hasMessageContaining("found a line that is not JSON");
  }

  private List<UserText> texts(String content, int textsMax) throws IOException {
    Path file = Files.writeString(folder.resolve("set"), content);
    return UserText.ofFile(DatasetFile.of(file, UTF_8), textsMax);
  }
}
