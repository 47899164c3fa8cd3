package io.undertone.job.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.undertone.job.kafka.TestKafka;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class EmbeddedBrokerIT {

  private static final short API_VERSIONS = 18;
  private static final int PATIENCE_MILLIS = 10_000;

  @Test
  void answersThisMachineAlone() throws Exception {
    String[] place = TestKafka.broker().bootstrapServers().split(":", 2);
    int port = Integer.parseInt(place[1]);
    assertThat(answers(InetAddress.getLoopbackAddress(), port)).isTrue();

    List<InetAddress> outside =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
            .toList();
    assumeThat(outside).as("addresses that others reach this machine by").isNotEmpty();

    assertThat(outside).noneMatch(address -> answers(address, port));
  }

  /** Whether a broker says there which requests it knows: the first thing that a client asks. */
  private static boolean answers(InetAddress address, int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, port), PATIENCE_MILLIS);
      socket.setSoTimeout(PATIENCE_MILLIS);
      ByteBuffer request =
          ByteBuffer.allocate(14).putInt(10).putShort(API_VERSIONS).putShort((short) 0);
      socket.getOutputStream().write(request.putInt(1).putShort((short) -1).array());
      return socket.getInputStream().read() >= 0;
    } catch (IOException turnedAway) {
      return false;
    }
  }
}
