package io.undertone.job.sql;

import io.undertone.job.JobEnvironment;
import io.undertone.job.kafka.KafkaConfig;
import io.undertone.job.kafka.TestReviews;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;

/** Tables of the default bundle over a topic. */
final class TestTables {

  private TestTables() {}

  /** SQL over such an environment. */
  static TableEnvironment open(JobEnvironment environment) {
    StreamTableEnvironment tables = StreamTableEnvironment.create(environment.create());
    tables.getConfig().set("table.local-time-zone", "UTC");
    return tables;
  }

  /**
   * Creates a table.
   *
   * @param options each with a comma behind it; they win over the usual ones
   */
  static void create(
      TableEnvironment tables, KafkaConfig kafka, String name, String columns, String options) {
    Map<String, String> usual =
        Map.of(
            "model",
            TestReviews.BUNDLE.toString(),
            "bootstrap-servers",
            kafka.bootstrapServers(),
            "reviews",
            kafka.reviews(),
            "bounded",
            String.valueOf(kafka.bounded()),
            "properties.client.dns.lookup",
            "use_all_dns_ips");
    StringBuilder all = new StringBuilder(options);
    usual.forEach(
        (key, value) -> {
          if (!options.contains("'" + key + "'")) {
            all.append("'%s' = '%s', ".formatted(key, value));
          }
        });
    tables.executeSql(
        "CREATE TEMPORARY TABLE %s (%s) WITH (%s'connector' = 'undertone')"
            .formatted(name, columns, all));
  }

  /** All rows that a query gives until it ends. */
  static List<Row> rows(TableEnvironment tables, String query) throws Exception {
    List<Row> rows = new ArrayList<>();
    CloseableIterator<Row> each = tables.executeSql(query).collect();
    try {
      each.forEachRemaining(rows::add);
    } finally {
      each.close();
    }
    return rows;
  }
}
