package io.observoor.agent.discovery;

import io.observoor.agent.schedule.RecurringTask;
import io.observoor.api.batch.ClientType;
import io.observoor.common.ProcFs;
import io.observoor.common.ProcFs.Stat;
import io.observoor.kernel.TrackedProcesses;
import java.io.File;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the set of tracked processes up to date by scanning /proc. A scan reads one line if no
 * process has started since the previous one. Otherwise it lists the process ids and reads the
 * names of new processes, and of recent ones because an exec may still rename them. One thread at a
 * time.
 *
 * <p>Where the kernel follows processes, scans find the processes that started before the agent,
 * and the clients that only a command line identifies.
 */
public final class Discovery implements RecurringTask {
  private static final Logger LOG = LoggerFactory.getLogger("processes");

  /**
   * A process is recent for 10 s after its start: scripts and supervisors may exec the client late.
   */
  private static final long RECENT = Duration.ofSeconds(10).toNanos();

  private static final long RECENT_TICKS = 10L * ProcFs.TICKS;

  /** A process stays tracked for 5 s after its end: its last events are still under way. */
  private static final long LINGER = Duration.ofSeconds(5).toNanos();

  private static final long SHORTEST_PAUSE = Duration.ofMillis(200).toNanos();
  private static final long LONGEST_PAUSE = Duration.ofMillis(900).toNanos();

  /** The pause in durations of a scan: with thousands of processes, scans are rarer. */
  private static final int PAUSE_FACTOR = 250;

  private final ProcFs proc;
  private final TrackingRules rules;
  private final TrackedProcesses tracked;
  private final int ownPid;
  private final long fullScanInterval;
  private final Map<Integer, Scanned> scanned = new HashMap<>();
  private final List<Scanned> recent = new ArrayList<>();
  private final List<Scanned> trackedHere = new ArrayList<>();
  private long generation;
  private long lastPid = -1;
  private long lastFullScan;

  /** A process that a scan found. */
  private static final class Scanned {
    private final int pid;
    private final long startTicks;
    private final long firstSeen;
    private String comm;
    private long generation;
    private boolean tracked;
    private long endedAt;

    private Scanned(int pid, Stat stat, long now) {
      this.pid = pid;
      this.startTicks = stat.startTicks();
      this.comm = stat.comm();
      this.firstSeen = now;
    }
  }

  /**
   * Tracks nothing before the first {@link #scan}.
   *
   * @param rules what to track
   * @param tracked gets every change
   * @param fullScanInterval how often the names of all processes are read again
   */
  public Discovery(TrackingRules rules, TrackedProcesses tracked, Duration fullScanInterval) {
    this(new ProcFs(new File("/proc")), rules, tracked, fullScanInterval);
  }

  Discovery(ProcFs proc, TrackingRules rules, TrackedProcesses tracked, Duration fullScanInterval) {
    this.proc = proc;
    this.rules = rules;
    this.tracked = tracked;
    this.fullScanInterval = fullScanInterval.toNanos();
    this.ownPid = Math.toIntExact(ProcessHandle.current().pid());
    tracked.trackNames(rules.clientsByName());
  }

  @Override
  public long run(long now) {
    scan(now);
    return pause(System.nanoTime() - now);
  }

  /** Returns the pause after a scan that took so long. */
  static long pause(long duration) {
    return Math.clamp(duration * PAUSE_FACTOR, SHORTEST_PAUSE, LONGEST_PAUSE);
  }

  /**
   * Tracks a process that the user chose by its id.
   *
   * @return false if there is no such process, or it is this one
   */
  public boolean track(int pid, long now) {
    return pid != ownPid
        && add(pid, now)
            .map(
                process ->
                    track(process, TrackingRules.client(process.comm, () -> commandLine(pid))))
            .isPresent();
  }

  private String commandLine(int pid) {
    return String.join(" ", proc.commandLine(pid));
  }

  /** The number of tracked processes that are running. */
  public int running() {
    return tracked.followsProcesses()
        ? tracked.tracked().size()
        : (int) trackedHere.stream().filter(process -> process.endedAt == 0).count();
  }

  /**
   * Scans once.
   *
   * @param now a monotonic time in ns, such as {@link System#nanoTime()}
   */
  void scan(long now) {
    tracked.refresh();
    if (tracked.followsProcesses()) {
      removeEnded();
    } else {
      checkTracked(now);
    }
    long newest = proc.lastPid();
    boolean full = generation == 0 || now - lastFullScan >= fullScanInterval;
    if (full || newest == 0 || newest != lastPid) {
      // before the list is read: a process that starts during the scan changes it again
      lastPid = newest;
      list(now, full);
    }
    if (full) {
      lastFullScan = now;
    }
    checkRecent(now);
  }

  private void list(long now, boolean full) {
    generation++;
    proc.pids(
        pid -> {
          Scanned known = scanned.get(pid);
          if (known == null) {
            if (pid != ownPid) {
              add(pid, now).ifPresent(this::classify);
            }
          } else {
            known.generation = generation;
            if (full) {
              checkName(known);
            }
          }
        });
    scanned.values().removeIf(process -> process.generation != generation && !process.tracked);
  }

  /** Adds a process; empty if it has ended. */
  private Optional<Scanned> add(int pid, long now) {
    Optional<Stat> stat = proc.stat(pid).filter(found -> !found.exited());
    if (stat.isEmpty()) {
      return Optional.empty();
    }
    Scanned process = new Scanned(pid, stat.get(), now);
    process.generation = generation;
    scanned.put(pid, process);
    // the first scan finds mostly old processes; what later scans find has just started
    if (generation > 1 || proc.uptimeTicks() - stat.get().startTicks() < RECENT_TICKS) {
      recent.add(process);
    }
    return Optional.of(process);
  }

  private void classify(Scanned process) {
    if (!process.tracked) {
      rules
          .match(process.comm, () -> commandLine(process.pid))
          .ifPresent(client -> track(process, client));
    }
  }

  private boolean track(Scanned process, ClientType client) {
    if (tracked.track(process.pid, client)) {
      process.tracked = true;
      trackedHere.add(process);
      LOG.info("tracking {} (pid {}, client {})", process.comm, process.pid, client.text());
    }
    return process.tracked;
  }

  private void checkRecent(long now) {
    recent.removeIf(
        process -> process.tracked || now - process.firstSeen > RECENT || !checkName(process));
  }

  /** Classifies a process again if an exec has renamed it; false if it has ended. */
  private boolean checkName(Scanned process) {
    Optional<String> comm = proc.comm(process.pid);
    if (comm.isPresent() && !comm.get().equals(process.comm)) {
      process.comm = comm.get();
      classify(process);
    }
    return comm.isPresent();
  }

  /** Drops the processes that the kernel has removed from its set. */
  private void removeEnded() {
    Set<Integer> running = tracked.tracked().keySet();
    trackedHere.removeIf(
        process -> {
          boolean ended = !running.contains(process.pid);
          if (ended) {
            logEnd(process);
            drop(process);
          }
          return ended;
        });
  }

  private void checkTracked(long now) {
    for (Iterator<Scanned> each = trackedHere.iterator(); each.hasNext(); ) {
      Scanned process = each.next();
      Optional<Stat> stat = proc.stat(process.pid);
      boolean reused = stat.isPresent() && stat.get().startTicks() != process.startTicks;
      boolean ended = reused || stat.isEmpty() || stat.get().exited();
      if (ended && process.endedAt == 0) {
        process.endedAt = now;
        logEnd(process);
      }
      // the events of a process that got the same id must not count as the old one's
      if (reused || (ended && now - process.endedAt >= LINGER)) {
        tracked.untrack(process.pid);
        drop(process);
        each.remove();
      }
    }
  }

  private static void logEnd(Scanned process) {
    LOG.info("{} (pid {}) has ended", process.comm, process.pid);
  }

  private void drop(Scanned process) {
    scanned.remove(process.pid, process);
    process.tracked = false;
    lastPid = -1;
  }
}
