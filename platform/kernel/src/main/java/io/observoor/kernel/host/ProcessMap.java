package io.observoor.kernel.host;

import io.observoor.api.batch.ClientType;
import io.observoor.api.probe.ProcessListener;
import io.observoor.api.probe.TrackedProcess;
import io.observoor.common.ProcFs;
import io.observoor.kernel.TrackedProcesses;
import io.observoor.libbpf.BpfException;
import io.observoor.libbpf.BpfMap;
import java.io.File;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The kernel's map of tracked processes, which BPF programs change, too, and a copy of the running
 * ones that is listed without a system call. Calls the process listeners, one at a time. Tracks
 * nothing if the kernel accepts no BPF programs. Any thread.
 */
@Component(service = TrackedProcesses.class)
public final class ProcessMap implements TrackedProcesses {
  private static final long TICK_NANOS = TimeUnit.SECONDS.toNanos(1) / ProcFs.TICKS;
  private static final Logger LOG = LoggerFactory.getLogger("processes");

  /** pid to {@code struct observoor_process}; empty if the kernel accepts no BPF programs. */
  private final Optional<BpfMap> map;

  private final Optional<TrackingPrograms> tracking;
  private final List<ProcessListener> listeners = new CopyOnWriteArrayList<>();
  private final ProcFs proc = new ProcFs(new File("/proc"));
  private volatile Map<Integer, TrackedProcess> running = Map.of();
  private long changesSeen;

  /** Uses the map of the kernel side. */
  @Activate
  public ProcessMap(@Reference Kernel kernel) {
    map = kernel.side().map(side -> side.maps().tracked());
    tracking = kernel.side().flatMap(KernelSide::tracking);
  }

  /** Tells the listeners that all processes have ended. */
  @Deactivate
  synchronized void close() {
    replaceRunning(Map.of());
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      unbind = "removeListener")
  synchronized void addListener(ProcessListener listener) {
    listeners.add(listener);
    running.values().forEach(process -> call(listener, () -> listener.processTracked(process)));
  }

  synchronized void removeListener(ProcessListener listener) {
    if (listeners.remove(listener)) {
      running.keySet().forEach(pid -> call(listener, () -> listener.processEnded(pid)));
    }
  }

  @Override
  public boolean track(int pid, ClientType client) {
    if (map.isEmpty()) {
      return false;
    }
    try {
      OptionalLong known = map.get().get(pid);
      // keeps the entry of the tracking programs, which has the process's start
      if (known.isEmpty() || client(known.getAsLong()) != client) {
        map.get().put(pid, client.id());
      }
    } catch (BpfException refused) {
      LOG.error("cannot track process {}: {}", pid, refused.getMessage());
      return false;
    }
    changeRunning(pid, Optional.of(client));
    return true;
  }

  @Override
  public void untrack(int pid) {
    try {
      map.ifPresent(processes -> processes.remove(pid));
    } catch (BpfException refused) {
      LOG.error("cannot stop tracking process {}: {}", pid, refused.getMessage());
    }
    changeRunning(pid, Optional.empty());
  }

  private synchronized void changeRunning(int pid, Optional<ClientType> client) {
    Map<Integer, TrackedProcess> changed = new HashMap<>(running);
    client.ifPresentOrElse(
        type -> changed.put(pid, describe(pid, type)), () -> changed.remove(pid));
    replaceRunning(changed);
  }

  /** Returns the known description of a process, or reads it if it is new or another client. */
  private TrackedProcess describe(int pid, ClientType client) {
    TrackedProcess known = running.get(pid);
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
      // reads the counter before the map: the next refresh sees later changes
      long changes = tracking.get().changes();
      if (changes != changesSeen) {
        replaceRunning(readMap(map.orElseThrow()));
        changesSeen = changes;
      }
    } catch (BpfException refused) {
      LOG.warn("cannot list the tracked processes: {}", refused.getMessage());
    }
  }

  private Map<Integer, TrackedProcess> readMap(BpfMap processes) {
    Map<Integer, TrackedProcess> found = new HashMap<>();
    for (int pid : processes.keys()) {
      OptionalLong process = processes.get(pid);
      if (process.isPresent() && !hasEnded(process.getAsLong())) {
        found.put(pid, describe(pid, client(process.getAsLong())));
      }
    }
    return found;
  }

  /** Replaces the copy, and calls the listeners for the differences. */
  private void replaceRunning(Map<Integer, TrackedProcess> now) {
    Map<Integer, TrackedProcess> before = running;
    running = Map.copyOf(now);
    for (ProcessListener listener : listeners) {
      now.forEach(
          (pid, process) -> {
            if (!process.equals(before.get(pid))) {
              call(listener, () -> listener.processTracked(process));
            }
          });
      for (int pid : before.keySet()) {
        if (!now.containsKey(pid)) {
          call(listener, () -> listener.processEnded(pid));
        }
      }
    }
  }

  /** Calls a listener; logs its failure, so that the others are still called. */
  private static void call(ProcessListener listener, Runnable action) {
    try {
      action.run();
    } catch (RuntimeException e) {
      LOG.warn("process listener {} failed: {}", listener.getClass().getName(), e.toString());
    }
  }

  /** The first byte of {@code struct observoor_process}. */
  private static ClientType client(long process) {
    return ClientType.of((int) process & 0xff);
  }

  /** The second byte of {@code struct observoor_process}. */
  private static boolean hasEnded(long process) {
    return (process >>> 8 & 0xff) != 0;
  }

  @Override
  public Map<Integer, TrackedProcess> tracked() {
    return running;
  }
}
