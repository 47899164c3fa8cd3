package io.undertone.job.chaos;

import static java.util.Objects.requireNonNull;

import io.undertone.job.broker.EmbeddedBroker;
import io.undertone.job.local.TemporaryFolder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import kafka.server.BrokerServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.NewPartitionReassignment;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.ElectionType;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.test.KafkaClusterTestKit;
import org.apache.kafka.common.test.TestKitNodes;

/**
 * Two Kafka brokers within this process, each with a copy of everything, so that one can lead in
 * the other's place.
 */
final class BrokerPair implements AutoCloseable {

  private static final short COPIES = 2;

  private static final Map<String, Object> SETTINGS =
      Map.of(
          "offsets.topic.replication.factor", COPIES,
          "offsets.topic.num.partitions", 1,
          "transaction.state.log.replication.factor", COPIES,
          "transaction.state.log.num.partitions", 2,
          "transaction.state.log.min.isr", 1,
          "group.initial.rebalance.delay.ms", 0,
          "broker.heartbeat.interval.ms", 100, // a broker comes and goes by its heartbeats
          // records may be dated years back
          "log.retention.ms", -1,
          "log.roll.hours", 1_000_000,
          "auto.create.topics.enable", false);

  private final KafkaClusterTestKit cluster;
  private final TemporaryFolder folder;
  private final Admin admin;

  private BrokerPair(KafkaClusterTestKit cluster, TemporaryFolder folder) {
    this.cluster = cluster;
    this.folder = folder;
    this.admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()));
  }

  /** Starts both. */
  static BrokerPair start() throws Exception {
    TemporaryFolder folder = TemporaryFolder.anywhere("undertone-brokers-");
    TestKitNodes nodes =
        new TestKitNodes.Builder(EmbeddedBroker.features())
            .setBaseDirectory(folder.path())
            .setNumBrokerNodes(COPIES)
            .setNumControllerNodes(1)
            .build();
    KafkaClusterTestKit.Builder builder = new KafkaClusterTestKit.Builder(nodes);
    SETTINGS.forEach(builder::setConfigProp);
    KafkaClusterTestKit cluster = builder.build();
    cluster.format();
    cluster.startup();
    cluster.waitForReadyBrokers();
    return new BrokerPair(cluster, folder);
  }

  String bootstrapServers() {
    return cluster.bootstrapServers();
  }

  /** Creates topics of which each broker has a copy, and waits until both have. */
  void createTopics(int partitions, List<String> names) throws Exception {
    admin
        .createTopics(names.stream().map(name -> new NewTopic(name, partitions, COPIES)).toList())
        .all()
        .get();
    Waiting.until("both brokers have each new topic", () -> inSync(names));
  }

  private boolean inSync(List<String> names) throws InterruptedException {
    try {
      return describe(names).stream()
          .flatMap(topic -> topic.partitions().stream())
          .allMatch(partition -> partition.leader() != null && partition.isr().size() == COPIES);
    } catch (ExecutionException notYet) {
      return false;
    }
  }

  /** Has the other broker lead some partition, of the job's topics or of Kafka's own. */
  void moveLeader(Random random) throws Exception {
    List<String> names =
        new ArrayList<>(admin.listTopics(new ListTopicsOptions().listInternal(true)).names().get());
    Collections.sort(names);
    String topic = names.get(random.nextInt(names.size()));
    Waiting.until("both brokers have all of " + topic, () -> inSync(List.of(topic)));
    List<TopicPartitionInfo> partitions = describe(List.of(topic)).get(0).partitions();
    TopicPartitionInfo led = partitions.get(random.nextInt(partitions.size()));
    TopicPartition partition = new TopicPartition(topic, led.partition());
    int leader = requireNonNull(led.leader()).id();
    List<Integer> otherFirst = List.of(COPIES - 1 - leader, leader);
    admin
        .alterPartitionReassignments(
            Map.of(partition, Optional.of(new NewPartitionReassignment(otherFirst))))
        .all()
        .get();
    Waiting.until(
        "the other broker leads " + partition, () -> elected(otherFirst.get(0), partition));
  }

  /** Asked again, since a broker that is just coming back cannot be elected. */
  private boolean elected(int broker, TopicPartition partition) throws Exception {
    admin.electLeaders(ElectionType.PREFERRED, Set.of(partition)).partitions().get();
    Node leader =
        describe(List.of(partition.topic()))
            .get(0)
            .partitions()
            .get(partition.partition())
            .leader();
    return leader != null && leader.id() == broker;
  }

  /** Stops one of the brokers; a call of what is given back starts it again. */
  Runnable stop(Random random) {
    BrokerServer broker = requireNonNull(cluster.brokers().get(random.nextInt(COPIES)));
    broker.shutdown();
    return broker::startup;
  }

  private List<TopicDescription> describe(List<String> names)
      throws ExecutionException, InterruptedException {
    return List.copyOf(admin.describeTopics(names).allTopicNames().get().values());
  }

  @Override
  public void close() {
    admin.close();
    try {
      cluster.close();
    } catch (Exception failure) {
      throw new IllegalStateException("Stopping the brokers", failure);
    }
    folder.close();
  }
}
