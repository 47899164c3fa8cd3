package io.undertone.job.command;

import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Has this thread's commands find themselves on a cluster, until it is closed. */
final class ClusterContext implements AutoCloseable {

  private ClusterContext() {}

  static ClusterContext open() {
    Doors.initialize();
    return new ClusterContext();
  }

  @Override
  public void close() {
    Doors.reset();
  }

  /** Flink opens these to its environments alone. */
  @SuppressWarnings("try") // its close() may be interrupted; nobody opens it in a try
  private static final class Doors extends StreamExecutionEnvironment {

    static void initialize() {
      initializeContextEnvironment(
          settings -> new StreamExecutionEnvironment(new Configuration(settings)));
    }

    static void reset() {
      resetContextEnvironment();
    }
  }
}
