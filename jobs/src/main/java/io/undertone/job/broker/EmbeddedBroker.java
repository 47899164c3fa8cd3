package io.undertone.job.broker;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.undertone.job.JobException;
import io.undertone.job.local.AtExit;
import io.undertone.job.local.TemporaryFolder;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.common.network.ListenerName;
import org.apache.kafka.common.test.KafkaClusterTestKit;
import org.apache.kafka.common.test.TestKitNodes;
import org.apache.kafka.metadata.bootstrap.BootstrapMetadata;
import org.apache.kafka.server.common.MetadataVersion;
import org.apache.kafka.server.common.TransactionVersion;

/**
 * A Kafka broker (KRaft) inside this process, on a free port, for clients on this machine. Its log
 * is in a temporary folder that is deleted on close. For the demo, the bench and the tests.
 */
public final class EmbeddedBroker implements AutoCloseable {

  /** One broker can keep one copy; few partitions of its own topics let it start at once. */
  private static final Map<String, Object> SETTINGS =
      Map.ofEntries(
          Map.entry("offsets.topic.replication.factor", "1"),
          Map.entry("offsets.topic.num.partitions", "1"),
          Map.entry("transaction.state.log.replication.factor", "1"),
          Map.entry("transaction.state.log.min.isr", "1"),
          Map.entry("transaction.state.log.num.partitions", "2"),
          Map.entry("share.coordinator.state.topic.replication.factor", "1"),
          Map.entry("share.coordinator.state.topic.min.isr", "1"),
          Map.entry("group.initial.rebalance.delay.ms", "0"),
          // Records may be years old, and none may be deleted before it is read.
          Map.entry("log.retention.ms", "-1"),
          Map.entry("log.roll.hours", "1000000"),
          Map.entry("auto.create.topics.enable", "false"),
          // There is no broker to take over, so a busy process must not time out.
          Map.entry("broker.session.timeout.ms", "120000"),
          // The listeners are bound to all interfaces, so other machines are refused.
          Map.entry("max.connections.per.ip", "0"),
          Map.entry("max.connections.per.ip.overrides", "127.0.0.1:100000,0:0:0:0:0:0:0:1:100000"),
          Map.entry("num.network.threads", "2"),
          Map.entry("num.io.threads", "2"));

  private final KafkaClusterTestKit cluster;
  private final TemporaryFolder folder;
  private final AtExit atExit;
  private boolean stopped;

  private EmbeddedBroker(KafkaClusterTestKit cluster, TemporaryFolder folder) {
    this.cluster = cluster;
    this.folder = folder;
    this.atExit = AtExit.run(this::stop);
  }

  /** Starts the broker and waits until it serves. */
  public static EmbeddedBroker start() {
    return start(Map.of());
  }

  /**
   * The same, with settings of one's own over the usual ones: listeners that ask who is there, for
   * instance.
   */
  public static EmbeddedBroker start(Map<String, String> settings) {
    try {
      TemporaryFolder folder = TemporaryFolder.anywhere("undertone-broker-");
      TestKitNodes nodes =
          new TestKitNodes.Builder(features())
              .setBaseDirectory(folder.path())
              .setCombined(true)
              .setNumBrokerNodes(1)
              .setNumControllerNodes(1)
              .build();
      KafkaClusterTestKit.Builder builder = new KafkaClusterTestKit.Builder(nodes);
      SETTINGS.forEach(builder::setConfigProp);
      settings.forEach(builder::setConfigProp);
      KafkaClusterTestKit cluster = builder.build();
      format(cluster);
      cluster.startup();
      cluster.waitForReadyBrokers();
      return new EmbeddedBroker(cluster, folder);
    } catch (Exception failure) {
      throw new JobException(
          "Starting the in-process Kafka broker",
          "it to serve",
          failure.toString(),
          "Check that the folder for temporary files can be written and has space.",
          failure);
    }
  }

  /** The features of a new cluster of this version: each commit raises the producer's epoch. */
  public static BootstrapMetadata features() {
    short transactions = TransactionVersion.LATEST_PRODUCTION.featureLevel();
    return BootstrapMetadata.fromVersions(
        MetadataVersion.latestProduction(),
        Map.of(TransactionVersion.FEATURE_NAME, transactions),
        "the embedded broker");
  }

  /** A folder that is deleted with the broker. */
  public Path folder() {
    return folder.path();
  }

  /** Where clients find the broker. */
  public String bootstrapServers() {
    return cluster.bootstrapServers();
  }

  /** The address of another of its listeners. */
  public String bootstrapServers(String listener) {
    int port = cluster.brokers().values().iterator().next().boundPort(new ListenerName(listener));
    return "localhost:" + port;
  }

  /** Creates topics with one replica each, and waits until every partition is served. */
  public void createTopics(int partitions, String... names) throws InterruptedException {
    Topics.create(bootstrapServers(), partitions, names);
  }

  /** Kafka prints to stdout while it formats, but stdout is for data. */
  private static void format(KafkaClusterTestKit cluster) throws Exception {
    PrintStream stdout = System.out;
    System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, UTF_8));
    try {
      cluster.format();
    } finally {
      System.setOut(stdout);
    }
  }

  @Override
  public void close() {
    stop();
    atExit.close();
    folder.close();
  }

  /** Runs once, although the shutdown hook may call it at the same time. */
  private synchronized void stop() {
    if (stopped) {
      return;
    }
    stopped = true;
    try {
      cluster.close();
    } catch (Exception failure) {
      throw new IllegalStateException("Stopping the in-process broker", failure);
    }
  }
}
