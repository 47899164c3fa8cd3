import io.undertone.job.broker.EmbeddedBroker;

/**
 * Kafka in a process of its own, so that it stands beside every contender alike. Says where it
 * listens and ends when its input does, that is, with the process that started it.
 */
public final class Broker {

  private Broker() {}

  public static void main(String[] arguments) throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start()) {
      System.out.println(broker.bootstrapServers());
      while (System.in.read() >= 0) {
        // nothing is said to it but the end
      }
    }
    System.exit(0);
  }
}
