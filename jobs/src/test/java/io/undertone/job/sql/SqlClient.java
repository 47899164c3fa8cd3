package io.undertone.job.sql;

import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;

/** Runs statements one after the other and prints what they say: a process with Flink alone. */
final class SqlClient {

  private SqlClient() {}

  public static void main(String[] statements) {
    TableEnvironment tables = TableEnvironment.create(EnvironmentSettings.inStreamingMode());
    for (String statement : statements) {
      tables.executeSql(statement).print();
    }
  }
}
