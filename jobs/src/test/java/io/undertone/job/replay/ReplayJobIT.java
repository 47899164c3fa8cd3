package io.undertone.job.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.undertone.event.RejectedReview;
import io.undertone.job.JobEnvironment;
import io.undertone.job.dataset.DatasetFile;
import io.undertone.job.kafka.TestJob;
import io.undertone.operator.settings.RecordFormat;
import io.undertone.operator.settings.SentimentSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/** The middle of a replay where something beside the job fails. */
class ReplayJobIT {

  /** More than lie between the graph and who reads its rejects. */
  private static final int ROWS = 300_000;

  @TempDir Path folder;

  @Test
  @Timeout(value = 300, threadMode = ThreadMode.SEPARATE_THREAD)
  void endsWhereRejectsCannotBeKept() throws Exception {
    SentimentSettings settings = TestJob.SETTINGS.with(TestJob.SETTINGS.limits().forDataset());
    Path broken =
        Files.write(folder.resolve("broken.jsonl"), Collections.nCopies(ROWS, "{\"text\":7}"));
    try (Rejects unread = new Rejects(folder);
        Tally tally = new Tally(TestJob.MODEL.manifest().labels(), folder)) {
      Shards shards =
          new Shards(
              Dataset.of(List.of(DatasetFile.of(broken, UTF_8))),
              new DatasetReader(settings.limits(), RecordFormat.defaults(), Labelling.asWritten()),
              unread,
              folder,
              1,
              Long.MAX_VALUE);
      List<Path> paths = shards.write(rows -> {});

      assertThatThrownBy(
              () ->
                  new ReplayJob(TestJob.MODEL, settings, null)
                      .run(
                          new JobEnvironment().parallelism(1, 720).create(),
                          paths,
                          folder.resolve("sentiments"),
                          tally,
                          ReplayJobIT::cannotBeKept,
                          new Progress(new PrintStream(OutputStream.nullOutputStream()), false)))
          .isInstanceOf(UncheckedIOException.class)
          .hasRootCauseMessage("No space left on device");
    }
  }

  private static void cannotBeKept(RejectedReview rejected) {
    throw new UncheckedIOException(new IOException("No space left on device"));
  }
}
