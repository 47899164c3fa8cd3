package io.undertone.job.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.undertone.event.Origin;
import io.undertone.event.Review;
import io.undertone.event.Sentiment;
import io.undertone.job.kafka.TestJob;
import io.undertone.job.local.RunningJob;
import io.undertone.operator.SentimentSteps;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** State that is larger than what Flink sends from process to process. */
class ManyMemoriesIT {

  @TempDir Path folder;

  @Test
  void forgetsAmongMoreUsersThanFlinkWouldHoldInItsMessages() throws Exception {
    int users = 25_000; // over 5 MB
    StreamExecutionEnvironment environment = TestJob.environment(1).create();
    var reviews =
        new DataGeneratorSource<>(
            index -> new Review(new Origin("r", "user " + index % users, index, null), "Fine."),
            Long.MAX_VALUE,
            TypeInformation.of(Review.class));
    DataStream<Review> source =
        environment.fromSource(reviews, WatermarkStrategy.noWatermarks(), "reviews");
    Iterator<Sentiment> answers =
        new SentimentSteps(TestJob.MODEL, TestJob.SETTINGS).sentiments(source).collectAsync();
    String uri;
    try (RunningJob job = RunningJob.start(environment, "many")) {
      for (int answer = 0; answer < users; answer++) {
        answers.next();
      }
      var rest = CompletableFuture.runAsync(() -> answers.forEachRemaining(more -> {}));
      uri = TestJob.stop(job.client(), folder); // which nobody does who waits for a reader
      rest.join();
    }

    Path out = folder.resolve("out");
    new UserRemoval(Savepoint.at(uri), Set.of("user 7", "user 70")).write(out);

    Set<String> left = new HashSet<>();
    Savepoint.at(out.toUri().toString()).eachMemory(memory -> left.add(memory.user()));
    assertThat(left).hasSize(users - 2).doesNotContain("user 7", "user 70");
  }
}
