package io.observoor.kernel.host;

import io.observoor.api.batch.ClientType;
import io.observoor.api.probe.TrackedProcess;
import io.observoor.common.ProcFs;
import io.observoor.kernel.TrackedProcesses;
import io.observoor.libbpf.BpfException;
import io.observoor.libbpf.BpfMap;
import java.io.File;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The set of tracked processes: the kernel's map, which its programs change too, and a copy of its
 * living ones that can be listed without a system call.
 */
final class ProcessMap implements TrackedProcesses {
  private static final long TICK_NANOS = TimeUnit.SECONDS.toNanos(1) / ProcFs.TICKS;
  private static final Logger LOG = LoggerFactory.getLogger("processes");

  private final BpfMap map;
  private final Optional<Tracking> tracking;
  private final ProcessListeners listeners;
  private final ProcFs proc = new ProcFs(new File("/proc"));
  private volatile Map<Integer, TrackedProcess> living = Map.of();
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
  public boolean track(int pid, ClientType client) {
    try {
      OptionalLong known = map.get(pid);
      // what the kernel found first knows its process better
      if (known.isEmpty() || client(known.getAsLong()) != client) {
        map.put(pid, client.id());
      }
    } catch (BpfException refused) {
      LOG.error("cannot track process {}: {}", pid, refused.getMessage());
      return false;
    }
    changeLiving(pid, Optional.of(client));
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

  private synchronized void changeLiving(int pid, Optional<ClientType> client) {
    Map<Integer, TrackedProcess> changed = new HashMap<>(living);
    client.ifPresentOrElse(
        type -> changed.put(pid, describe(pid, type)), () -> changed.remove(pid));
    replaceLiving(changed);
  }

  /** A process with its arguments and start; what is known of it, as long as it is this client. */
  private TrackedProcess describe(int pid, ClientType client) {
    TrackedProcess known = living.get(pid);
    return known != null && known.client() == client
        ? known
        : new TrackedProcess(
            pid,
            client,
            proc.commandLine(pid),
            proc.stat(pid).map(stat -> stat.startTicks() * TICK_NANOS).orElse(0L));
  }

  @Override
  public boolean followsProcesses() {
    return tracking.isPresent();
  }

  @Override
  public void trackNames(Map<String, ClientType> clients) {
    tracking.ifPresent(
        programs -> clients.forEach((name, client) -> programs.addName(name, client.id())));
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

  private Map<Integer, TrackedProcess> list() {
    Map<Integer, TrackedProcess> found = new HashMap<>();
    for (int pid : map.keys()) {
      map.get(pid)
          .ifPresent(
              process -> {
                if (!hasEnded(process)) {
                  found.put(pid, describe(pid, client(process)));
                }
              });
    }
    return found;
  }

  private void replaceLiving(Map<Integer, TrackedProcess> now) {
    Map<Integer, TrackedProcess> before = living;
    living = Map.copyOf(now);
    listeners.changed(before, living);
  }

  /** {@code struct observoor_process}, of which this is the first byte. */
  private static ClientType client(long process) {
    return ClientType.of((int) process & 0xff);
  }

  private static boolean hasEnded(long process) {
    return (process >>> 8 & 0xff) != 0;
  }

  @Override
  public Map<Integer, TrackedProcess> tracked() {
    return living;
  }
}
