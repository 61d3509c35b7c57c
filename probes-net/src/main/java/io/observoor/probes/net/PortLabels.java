package io.observoor.probes.net;

import io.observoor.api.batch.ClientType;
import io.observoor.api.probe.TrackedProcess;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Labels of the ports of tracked processes. Any thread may add and remove processes; the
 * aggregation thread looks labels up in a table that only grows, and that is replaced as a whole to
 * remove entries.
 */
final class PortLabels {
  /**
   * Number of ended processes that keep their ports, because their last events may still arrive.
   */
  private static final int MAX_ENDED = 256;

  private final PortRules rules;
  private final Map<Integer, List<LabeledPort>> running = new HashMap<>();
  private final Map<Integer, List<LabeledPort>> ended = new LinkedHashMap<>();
  private volatile PortTable table;

  PortLabels(PortRules rules) {
    this.rules = rules;
    table = build();
  }

  /** Adds a process, or replaces it after an exec, with the ports of its command line. */
  synchronized void add(TrackedProcess process) {
    List<LabeledPort> ports = rules.ports(process.client(), process.commandLine());
    ended.remove(process.pid());
    if (ports.isEmpty()) {
      running.remove(process.pid());
    } else {
      running.put(process.pid(), ports);
    }
    long owner = PortTable.process(process.pid());
    if (table.has(owner) || !table.fits(ports)) {
      // an exec has replaced the process's ports, or the table is full
      table = build();
    } else if (!ports.isEmpty()) {
      table.add(owner, ports);
    }
  }

  /** Removes an ended process; its last events still get its labels. */
  synchronized void remove(int pid) {
    List<LabeledPort> ports = running.remove(pid);
    if (ports != null) {
      ended.put(pid, ports);
      if (ended.size() > MAX_ENDED) {
        ended.remove(ended.keySet().iterator().next());
      }
    }
  }

  /**
   * Returns the code of the label of the local port or, if that has none, of the remote port.
   * Neither allocates nor blocks.
   */
  int label(int pid, int clientType, Transport transport, long localPort, long remotePort) {
    PortTable current = table;
    long owner = PortTable.process(pid);
    if (!current.has(owner)) {
      owner = PortTable.client(clientType);
    }
    int label = current.label(owner, transport, localPort);
    return label != PortLabel.UNKNOWN ? label : current.label(owner, transport, remotePort);
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
