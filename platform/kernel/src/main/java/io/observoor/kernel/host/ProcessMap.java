package io.observoor.kernel.host;

import io.observoor.delivery.ProcessTable;
import io.observoor.kernel.TrackedProcesses;
import io.observoor.libbpf.BpfException;
import io.observoor.libbpf.BpfMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The set of tracked processes: the kernel's map, and a copy that can be listed without a system
 * call.
 */
final class ProcessMap implements TrackedProcesses, ProcessTable {
  private static final Logger LOG = LoggerFactory.getLogger(ProcessMap.class);

  private final BpfMap map;
  private final Map<Integer, Integer> processes = new ConcurrentHashMap<>();

  /** Keeps its processes in {@code map}: pid to {@code struct observoor_process}. */
  ProcessMap(BpfMap map) {
    this.map = map;
  }

  @Override
  public boolean track(int pid, int clientType) {
    try {
      // struct observoor_process begins with the client type; the rest is reserved
      map.put(pid, clientType);
      processes.put(pid, clientType);
      return true;
    } catch (BpfException refused) {
      LOG.error("cannot track process {}: {}", pid, refused.getMessage());
      return false;
    }
  }

  @Override
  public void untrack(int pid) {
    try {
      map.remove(pid);
    } catch (BpfException refused) {
      LOG.error("cannot stop tracking process {}: {}", pid, refused.getMessage());
    }
    processes.remove(pid);
  }

  @Override
  public Map<Integer, Integer> tracked() {
    return Map.copyOf(processes);
  }

  @Override
  public Map<Integer, Integer> processes() {
    return tracked();
  }
}
