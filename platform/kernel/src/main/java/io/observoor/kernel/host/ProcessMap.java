package io.observoor.kernel.host;

import io.observoor.delivery.ProcessTable;
import io.observoor.kernel.TrackedProcesses;
import io.observoor.libbpf.BpfException;
import io.observoor.libbpf.BpfMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The set of tracked processes: the kernel's map, which its programs change too, and a copy of its
 * living ones that can be listed without a system call.
 */
final class ProcessMap implements TrackedProcesses, ProcessTable {
  private static final Logger LOG = LoggerFactory.getLogger(ProcessMap.class);

  private final BpfMap map;
  private final Optional<Tracking> tracking;
  private final ProcessListeners listeners;
  private volatile Map<Integer, Integer> living = Map.of();
  private long changesSeen;

  /**
   * Keeps its processes in {@code map}: pid to {@code struct observoor_process}.
   *
   * @param tracking changes it as well, where it is there
   * @param listeners told of what comes and goes
   */
  ProcessMap(BpfMap map, Optional<Tracking> tracking, ProcessListeners listeners) {
    this.map = map;
    this.tracking = tracking;
    this.listeners = listeners;
  }

  @Override
  public boolean track(int pid, int clientType) {
    try {
      OptionalLong known = map.get(pid);
      // what the kernel found first knows its process better
      if (known.isEmpty() || clientType(known.getAsLong()) != clientType) {
        map.put(pid, clientType);
      }
    } catch (BpfException refused) {
      LOG.error("cannot track process {}: {}", pid, refused.getMessage());
      return false;
    }
    changeLiving(pid, Optional.of(clientType));
    return true;
  }

  @Override
  public void untrack(int pid) {
    try {
      map.remove(pid);
    } catch (BpfException refused) {
      LOG.error("cannot stop tracking process {}: {}", pid, refused.getMessage());
    }
    changeLiving(pid, Optional.empty());
  }

  private synchronized void changeLiving(int pid, Optional<Integer> clientType) {
    Map<Integer, Integer> changed = new HashMap<>(living);
    clientType.ifPresentOrElse(client -> changed.put(pid, client), () -> changed.remove(pid));
    replaceLiving(changed);
  }

  @Override
  public boolean followsProcesses() {
    return tracking.isPresent();
  }

  @Override
  public void trackNames(Map<String, Integer> clientTypes) {
    tracking.ifPresent(programs -> clientTypes.forEach(programs::addName));
  }

  @Override
  public synchronized void refresh() {
    if (tracking.isEmpty()) {
      return;
    }
    try {
      // read before the list: what changes meanwhile is seen the next time
      long changes = tracking.get().changes();
      if (changes != changesSeen) {
        replaceLiving(list());
        changesSeen = changes;
      }
    } catch (BpfException refused) {
      LOG.warn("cannot list the tracked processes: {}", refused.getMessage());
    }
  }

  private Map<Integer, Integer> list() {
    Map<Integer, Integer> found = new HashMap<>();
    for (int pid : map.keys()) {
      map.get(pid)
          .ifPresent(
              process -> {
                if (!hasEnded(process)) {
                  found.put(pid, clientType(process));
                }
              });
    }
    return found;
  }

  private void replaceLiving(Map<Integer, Integer> now) {
    Map<Integer, Integer> before = living;
    living = Map.copyOf(now);
    listeners.changed(before, living);
  }

  /** {@code struct observoor_process}, of which this is the first byte. */
  private static int clientType(long process) {
    return (int) process & 0xff;
  }

  private static boolean hasEnded(long process) {
    return (process >>> 8 & 0xff) != 0;
  }

  @Override
  public Map<Integer, Integer> tracked() {
    return living;
  }

  @Override
  public Map<Integer, Integer> processes() {
    return living;
  }
}
