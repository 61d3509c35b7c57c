package io.observoor.probes.net;

import io.observoor.api.batch.ClientType;
import io.observoor.api.probe.TrackedProcess;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the port of an event is for. Told of processes by one thread at a time; asked by the
 * aggregation thread, which reads a table that only grows, and is replaced as a whole when
 * something must go.
 */
final class PortLabels {
  /** Processes that have ended and whose last events may still be on their way. */
  private static final int REMEMBERED = 256;

  private final PortRules rules;
  private final Map<Integer, List<LabeledPort>> running = new HashMap<>();
  private final Map<Integer, List<LabeledPort>> ended = new LinkedHashMap<>();
  private volatile PortTable table;

  PortLabels(PortRules rules) {
    this.rules = rules;
    table = build();
  }

  /** A process has come to be tracked; its command line may name ports. */
  synchronized void tracked(TrackedProcess process) {
    List<LabeledPort> ports = rules.ports(process.client(), process.commandLine());
    ended.remove(process.pid());
    if (ports.isEmpty()) {
      running.remove(process.pid());
    } else {
      running.put(process.pid(), ports);
    }
    long whose = PortTable.process(process.pid());
    if (table.has(whose) || !table.fits(ports)) {
      // it was another program before, or so many processes have come: all anew
      table = build();
    } else if (!ports.isEmpty()) {
      table.add(whose, ports);
    }
  }

  /** A process has ended; what it did just before is still labelled. */
  synchronized void ended(int pid) {
    List<LabeledPort> ports = running.remove(pid);
    if (ports != null) {
      ended.put(pid, ports);
      if (ended.size() > REMEMBERED) {
        ended.remove(ended.keySet().iterator().next());
      }
    }
  }

  /**
   * The code of a port's label, the local port before the remote one. Allocates nothing and does
   * not block.
   */
  int label(int pid, int clientType, Transport transport, long localPort, long remotePort) {
    PortTable current = table;
    long whose = PortTable.process(pid);
    if (!current.has(whose)) {
      whose = PortTable.client(clientType);
    }
    int label = current.label(whose, transport, localPort);
    return label != PortLabel.UNKNOWN ? label : current.label(whose, transport, remotePort);
  }

  private PortTable build() {
    Map<Long, List<LabeledPort>> ports = new LinkedHashMap<>();
    for (ClientType client : ClientType.values()) {
      ports.put(PortTable.client(client.id()), rules.defaults(client));
    }
    ended.forEach((pid, own) -> ports.put(PortTable.process(pid), own));
    running.forEach((pid, own) -> ports.put(PortTable.process(pid), own));
    int room = ports.values().stream().mapToInt(PortTable::room).sum();
    PortTable fresh = new PortTable(2 * room);
    ports.forEach(fresh::add);
    return fresh;
  }
}
