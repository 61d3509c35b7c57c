package io.observoor.probes.net;

import static io.observoor.probes.net.Transport.TCP;
import static io.observoor.probes.net.Transport.UDP;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import io.observoor.api.batch.ClientType;
import io.observoor.api.probe.TrackedProcess;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Labels of events. */
final class PortLabelsTest {
  private static final int GETH = ClientType.GETH.id();
  private static final int LIGHTHOUSE = ClientType.LIGHTHOUSE.id();
  private static final int EPHEMERAL = 45678;

  private final PortLabels labels = new PortLabels(PortRules.load());

  private void track(int pid, ClientType client, String... arguments) {
    labels.add(new TrackedProcess(pid, client, List.of(arguments), 0));
  }

  private String label(int pid, int client, Transport transport, long local, long remote) {
    return PortLabel.texts()
        .getOrDefault(
            (long) labels.label(pid, client, transport, local, remote), PortLabel.UNKNOWN_TEXT);
  }

  @Test
  void theLocalPortTakesPrecedence() {
    assertEquals("el_json_rpc", label(7, GETH, TCP, 8545, EPHEMERAL));
    assertEquals("el_p2p", label(7, GETH, TCP, EPHEMERAL, 30303));
    assertEquals("el_json_rpc", label(7, GETH, TCP, 8545, 30303));
    assertEquals("unknown", label(7, GETH, TCP, EPHEMERAL, EPHEMERAL));
  }

  @Test
  void labelsDependOnClientAndTransport() {
    assertEquals("unknown", label(7, LIGHTHOUSE, TCP, EPHEMERAL, 8551));
    assertEquals("unknown", label(7, GETH, UDP, 8545, 0));
    assertEquals("el_discovery", label(7, GETH, UDP, 30303, 0));
    assertEquals("unknown", label(7, ClientType.UNKNOWN.id(), TCP, 8545, 0));
    assertEquals("unknown", label(7, 255, TCP, 8545, 0));
  }

  @Test
  void invalidPortsHaveNoLabel() {
    for (long port : new long[] {0, -1, 65536, 8545L + (1L << 16), 8545L + (1L << 32)}) {
      assertEquals("unknown", label(7, GETH, TCP, port, port), () -> "port " + port);
    }
  }

  @Test
  void processesOfOneClientHaveSeparatePorts() {
    track(7, ClientType.GETH, "geth", "--http.port=18545");
    track(8, ClientType.GETH, "geth", "--http.port=28545");
    assertEquals("el_json_rpc", label(7, GETH, TCP, 18545, EPHEMERAL));
    assertEquals("unknown", label(7, GETH, TCP, 28545, EPHEMERAL));
    assertEquals("unknown", label(7, GETH, TCP, 8545, EPHEMERAL));
    assertEquals("el_json_rpc", label(8, GETH, TCP, 28545, EPHEMERAL));
    assertEquals("el_engine_api", label(8, GETH, TCP, 8551, EPHEMERAL));
    // not tracked: the defaults
    assertEquals("el_json_rpc", label(9, GETH, TCP, 8545, EPHEMERAL));
  }

  @Test
  void anExecReplacesThePorts() {
    track(7, ClientType.UNKNOWN, "sh", "-c", "exec geth --http.port=18545");
    track(7, ClientType.GETH, "geth", "--http.port=28545");
    assertEquals("el_json_rpc", label(7, GETH, TCP, 28545, EPHEMERAL));
    assertEquals("unknown", label(7, GETH, TCP, 18545, EPHEMERAL));
    track(7, ClientType.LIGHTHOUSE, "lighthouse", "bn");
    assertEquals("cl_p2p", label(7, LIGHTHOUSE, TCP, 9000, EPHEMERAL));
    assertEquals("unknown", label(7, LIGHTHOUSE, TCP, 28545, EPHEMERAL));
  }

  @Test
  void anEndedProcessKeepsItsLabels() {
    track(7, ClientType.GETH, "geth", "--http.port=18545");
    labels.remove(7);
    assertEquals("el_json_rpc", label(7, GETH, TCP, 18545, EPHEMERAL));
    // the pid is reused
    track(7, ClientType.GETH, "geth");
    assertEquals("el_json_rpc", label(7, GETH, TCP, 8545, EPHEMERAL));
    assertEquals("unknown", label(7, GETH, TCP, 18545, EPHEMERAL));
  }

  @Test
  void manyProcessesStartAndEnd() {
    Random random = new Random(41);
    for (int pid = 1; pid <= 3000; pid++) {
      track(pid, ClientType.GETH, "geth", "--http.port=" + (10_000 + pid));
      if (random.nextBoolean()) {
        labels.remove(pid);
      }
      assertEquals("el_json_rpc", label(pid, GETH, TCP, 10_000 + pid, EPHEMERAL));
    }
    labels.remove(4_000_000);
  }

  @Test
  void lookUpsDoNotAllocate() {
    track(7, ClientType.GETH, "geth", "--http.port=18545");
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long sum = lookUp(1_000_000);
    long before = threads.getCurrentThreadAllocatedBytes();
    sum += lookUp(1_000_000);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertEquals(3_000_000L * 2, sum);
    // allows what the measurement itself allocates
    assertEquals(0, allocated / 10_000, () -> allocated + " bytes in a million look-ups");
  }

  private long lookUp(int times) {
    long sum = 0;
    for (int i = 0; i < times; i++) {
      sum += labels.label(7 + (i & 1), GETH, TCP, i & 1023, (i & 1) == 0 ? 18545 : 8545);
    }
    return sum;
  }
}
