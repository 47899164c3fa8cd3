package io.undertone.job.docker;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was done to the deployment and what came of it, as {@code docker/FAULTS.md} tells it. */
final class FaultTable {

  /** The system property that asks for the file. */
  static final String ASKED = "undertone.faults";

  private static final Path FILE = Path.of("../docker/FAULTS.md");

  /** What takes too long to happen to a deployment in a test. */
  private static final String WITHOUT_CONTAINERS =
      """

      With a broker in the test's own process:

      | fault | what happens | tested by |
      |---|---|---|
      | the job was down for longer than Kafka keeps its transactions open (`TRANSACTION_TIMEOUT_MS`, a day) | it ends and names what Kafka gave up; with `LOST_RESULTS=drop` it goes on without these results | `LossDetectingSinkIT` |
      | the job was down until Kafka had forgotten its transactions (a week) | it ends and says that nobody can tell whether they were committed; with `LOST_RESULTS=drop` it goes on | `ForgottenTransactionIT` |
      """;

  private final List<Row> rows = new ArrayList<>();

  /**
   * One fault.
   *
   * @param backend where the users' memories were
   * @param recovery from the fault to the first committed answer to a review sent after it
   */
  record Row(String fault, String backend, int lost, int twice, int different, Duration recovery) {}

  void add(Row row) {
    rows.add(row);
    System.err.println("chaos: " + row);
  }

  /** Writes the file, if the system property asks for it. */
  void write(String conditions) throws Exception {
    if (!Boolean.getBoolean(ASKED)) {
      return;
    }
    Map<String, List<Row>> kinds = new LinkedHashMap<>();
    for (Row row : rows) {
      kinds
          .computeIfAbsent(row.fault() + " | " + row.backend(), kind -> new ArrayList<>())
          .add(row);
    }
    StringBuilder text =
        new StringBuilder("# What faults do\n\n").append(conditions).append("\n\n");
    text.append("| fault | state | how often | lost | twice | different | median s | worst s |\n");
    text.append("|---|---|---|---|---|---|---|---|\n");
    kinds.forEach((kind, same) -> text.append(line(kind, same)));
    Files.writeString(FILE, text.append(WITHOUT_CONTAINERS));
  }

  private static String line(String kind, List<Row> rows) {
    List<Duration> recoveries =
        rows.stream().map(Row::recovery).sorted(Comparator.naturalOrder()).toList();
    return "| %s | %d | %d | %d | %d | %s | %s |%n"
        .formatted(
            kind,
            rows.size(),
            rows.stream().mapToInt(Row::lost).sum(),
            rows.stream().mapToInt(Row::twice).sum(),
            rows.stream().mapToInt(Row::different).sum(),
            seconds(recoveries.get(recoveries.size() / 2)),
            seconds(recoveries.get(recoveries.size() - 1)));
  }

  private static String seconds(Duration time) {
    return "%.1f".formatted(time.toMillis() / 1000.0);
  }
}
