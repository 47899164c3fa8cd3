package io.undertone.job.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.undertone.event.RawRecord;
import io.undertone.job.dataset.DatasetFile;
import io.undertone.operator.settings.RecordFormat;
import io.undertone.operator.settings.ReviewLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.fs.local.LocalDataInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each user's rows in the order that a stream would have had. */
class ShardsTest {

  private static final long SEED = 34;
  private static final List<Double> TIMED = List.of(0.0, 0.1, 0.5, 0.9, 1.0);

  /** Many, and a sort is opened for each data set, not for each user. */
  private static final int USERS = 56;

  private static final int ROWS_MAX = 960;

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  @Test
  void readsEachUsersRowsInTheOrderOfTimeSeqFileAndLine() throws IOException {
    Random random = new Random(SEED);
    for (double timed : TIMED) {
      List<List<Said>> files = files(random, timed);
      List<String> expected = reference(files);

      for (int shards : new int[] {1, 3}) {
        assertThat(read(files, shards, timed + "-" + shards))
            .as("seed %d, %.0f %% with a time", SEED, 100 * timed)
            .isEqualTo(expected);
      }
    }
  }

  @Test
  void connectsRowsWithoutATimeToTheRowsAroundThem() throws IOException {
    List<String> lines =
        List.of(
            "{'user_id':'ann','text':'a'}",
            "{'user_id':'bob','text':'b','timestamp':5000}",
            "{'user_id':'ann','text':'c','timestamp':9000}",
            "{'user_id':'ann','text':'d'}",
            "{'user_id':'ann','text':'e','timestamp':1000}",
            "{'user_id':'ann','forget':true}",
            "{'user_id':'cyd','text':'f'}",
            "{'user_id':'ann','text':'g','timestamp':null}");

    assertThat(read(List.of(lines.stream().map(ShardsTest::quoted).toList())))
        .containsExactly(
            "ann 5 at 1000",
            "ann 6 at 1000",
            "ann 8 at 1000",
            "ann 1 at 9000",
            "ann 3 at 9000",
            "ann 4 at 9000",
            "bob 2 at 5000",
            "cyd 7 at 0");
  }

  @Test
  void leavesOutRowsFromATimeOnAndKnowsTheNewestReviewBeforeIt() throws IOException {
    List<String> lines =
        List.of(
            "{'user_id':'ann','text':'a','timestamp':1000}",
            "{'user_id':'ann','text':'b'}",
            "{'user_id':'ann','forget':true,'timestamp':1999}",
            "{'user_id':'ann','text':'c','timestamp':2000}",
            "{'user_id':'ann','text':'d'}",
            "{'user_id':'ann','text':7,'timestamp':9000}");
    Path file = folder.resolve("past.jsonl");
    Files.write(file, lines.stream().map(ShardsTest::quoted).toList());
    DatasetReader reader =
        new DatasetReader(
            ReviewLimits.defaults().forDataset(), RecordFormat.defaults(), Labelling.asWritten());
    try (Rejects rejects = new Rejects(folder)) {
      Dataset files = Dataset.of(List.of(DatasetFile.of(file, UTF_8)));
      Shards shards = new Shards(files, reader, rejects, folder, 1, 2000);

      assertThat(records(shards.write(rows -> {}).get(0)))
          .extracting(RawRecord::offset)
          .as("the rejected one first, since it has no time")
          .containsExactly(6L, 1L, 2L, 3L);
      assertThat(shards.rows()).isEqualTo(4);
      assertThat(shards.leftOut()).isEqualTo(2);
      assertThat(shards.reviews()).isEqualTo(2);
      assertThat(shards.newest()).isEqualTo(1000);
    }
  }

  @Test
  void forgetsByACellAndRejectsOneThatSaysNeither() throws IOException {
    Path file = folder.resolve("past.csv");
    Files.writeString(
        file, "user_id,text,forget\nann,a,\nann,please forget,true\nbob,b,perhaps\nbob,c,False\n");
    DatasetReader reader =
        new DatasetReader(
            ReviewLimits.defaults().forDataset(), RecordFormat.defaults(), Labelling.asWritten());
    try (Rejects rejects = new Rejects(folder)) {
      Dataset files = Dataset.of(List.of(DatasetFile.of(file, UTF_8)));
      Shards shards = new Shards(files, reader, rejects, folder, 1, Long.MAX_VALUE);

      assertThat(records(shards.write(rows -> {}).get(0)))
          .extracting(record -> (record.key() == null ? "review " : "forget ") + record.offset())
          .containsExactly("review 2", "forget 3", "review 5");
      rejects.write(folder.resolve("rejected.jsonl"), files);
      assertThat(rejects.named())
          .hasSize(1)
          .first()
          .asString()
          .contains("past.csv:4: forget_unread");
    }
  }

  @Test
  void borrowsNoTimeFromARowThatIsRejected() throws IOException {
    List<String> lines =
        List.of(
            "{'user_id':'ann','text':'a','timestamp':1000}",
            "{'user_id':'ann','timestamp':7000}",
            "{'user_id':'ann','text':'b','timestamp':'soon'}",
            "{'user_id':'ann','text':'c'}");

    assertThat(read(List.of(lines.stream().map(ShardsTest::quoted).toList())))
        .contains("ann 1 at 1000", "ann 4 at 1000");
  }

  @Test
  void aRowWithoutATimeKeepsItsPlaceAmongRowsWithASeq() throws IOException {
    List<String> timed =
        List.of(
            "{'user_id':'ann','text':'a','timestamp':1000,'seq':1}",
            "{'user_id':'ann','forget':true}",
            "{'user_id':'ann','text':'b','timestamp':2000,'seq':2}",
            "{'user_id':'ann','text':'c'}");
    List<String> untimed =
        List.of(
            "{'user_id':'ann','text':'a','seq':1}",
            "{'user_id':'ann','text':'b','seq':2}",
            "{'user_id':'ann','forget':true}",
            "{'user_id':'ann','text':'c','seq':3}");

    assertThat(readLines(List.of(timed.stream().map(ShardsTest::quoted).toList()), 1, "timed"))
        .containsExactly(
            "ann 0:1 at 1000", "ann 0:2 at 1000", "ann 0:3 at 2000", "ann 0:4 at 2000");
    assertThat(readLines(List.of(untimed.stream().map(ShardsTest::quoted).toList()), 1, "untimed"))
        .containsExactly("ann 0:1 at 0", "ann 0:2 at 0", "ann 0:3 at 0", "ann 0:4 at 0");
  }

  private static String quoted(String line) {
    return line.replace('\'', '"');
  }

  /** One row: whose, when if it says so, and where in its order. */
  private record Said(String user, @Nullable Long timestamp, int seq) {

    String json() {
      String time = timestamp == null ? "" : ",\"timestamp\":" + timestamp;
      return "{\"user_id\":\"%s\",\"text\":\"t\",\"seq\":%d%s}".formatted(user, seq, time);
    }
  }

  private static List<List<Said>> files(Random random, double timed) {
    List<List<Said>> files = new ArrayList<>();
    for (int file = 0; file < 3; file++) {
      List<Said> rows = new ArrayList<>();
      for (int row = random.nextInt(ROWS_MAX); row > 0; row--) {
        Long timestamp = random.nextDouble() < timed ? (Long) random.nextLong(1, 40) : null;
        rows.add(new Said("u" + random.nextInt(USERS), timestamp, random.nextInt(3)));
      }
      files.add(rows);
    }
    return files;
  }

  /** The same by a map and a list. */
  private static List<String> reference(List<List<Said>> files) {
    Map<String, Long> last = new HashMap<>();
    for (int file = files.size() - 1; file >= 0; file--) {
      for (int line = files.get(file).size() - 1; line >= 0; line--) {
        Said row = files.get(file).get(line);
        if (row.timestamp() != null) {
          last.put(row.user(), row.timestamp()); // at last the first one's
        }
      }
    }
    record Placed(String user, long timestamp, int seq, int file, int line) {}
    List<Placed> placed = new ArrayList<>();
    for (int file = 0; file < files.size(); file++) {
      for (int line = 0; line < files.get(file).size(); line++) {
        Said row = files.get(file).get(line);
        if (row.timestamp() != null) {
          last.put(row.user(), row.timestamp());
        }
        placed.add(
            new Placed(row.user(), last.getOrDefault(row.user(), 0L), row.seq(), file, line + 1));
      }
    }
    return placed.stream()
        .sorted(
            Comparator.comparing(Placed::user)
                .thenComparing(Placed::timestamp)
                .thenComparing(Placed::seq)
                .thenComparing(Placed::file)
                .thenComparing(Placed::line))
        .map(row -> "%s %d:%d at %d".formatted(row.user(), row.file(), row.line(), row.timestamp()))
        .toList();
  }

  private List<String> read(List<List<String>> lines) throws IOException {
    return readLines(lines, 1, "one").stream()
        .map(place -> place.replace(" 0:", " "))
        .filter(place -> !place.startsWith(" "))
        .toList();
  }

  private List<String> read(List<List<Said>> files, int shards, String name) throws IOException {
    return readLines(
        files.stream().map(rows -> rows.stream().map(Said::json).toList()).toList(), shards, name);
  }

  /** What the shards hold: users by name, each one's rows as they stand in his shard. */
  private List<String> readLines(List<List<String>> files, int shards, String name)
      throws IOException {
    Path work = Files.createDirectory(folder.resolve(name));
    List<DatasetFile> written = new ArrayList<>();
    for (List<String> lines : files) {
      Path file = work.resolve("set-" + written.size() + ".jsonl");
      Files.writeString(file, "\n" + String.join("\n", lines));
      written.add(DatasetFile.of(file, UTF_8));
    }
    Map<String, List<String>> byUser = new java.util.TreeMap<>();
    try (Rejects rejects = new Rejects(work)) {
      Shards sorted =
          new Shards(
              Dataset.of(written),
              new DatasetReader(
                  ReviewLimits.defaults().forDataset(),
                  RecordFormat.defaults(),
                  Labelling.asWritten()),
              rejects,
              work,
              shards,
              Long.MAX_VALUE);
      for (Path shard : sorted.write(rows -> {})) {
        for (RawRecord record : records(shard)) {
          String user = userOf(record);
          byUser
              .computeIfAbsent(user, none -> new ArrayList<>())
              .add(
                  "%s %d:%d at %d"
                      .formatted(
                          user, record.partition(), record.offset() - 1, record.timestamp()));
        }
      }
    }
    return byUser.values().stream().flatMap(List::stream).toList();
  }

  /** Whose a record is: a key is a user to forget, as JSON. */
  private static String userOf(RawRecord record) throws IOException {
    byte[] named = record.key();
    return named == null
        ? JSON.readTree(record.value()).path("user_id").asText()
        : JSON.readTree(named).asText();
  }

  private static List<RawRecord> records(Path shard) throws IOException {
    List<RawRecord> all = new ArrayList<>();
    try (var in =
        new ShardFormat()
            .createReader(new Configuration(), new LocalDataInputStream(shard.toFile()))) {
      for (RawRecord record = in.read(); record != null; record = in.read()) {
        all.add(record);
      }
    }
    return all;
  }
}
