package io.observoor.agent.discovery;

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
 * Keeps the set of tracked processes up to date by looking at /proc. One look reads one line when
 * no process has started since the last one; otherwise it lists the process ids and reads the names
 * of those it does not know, and of those that are so young that an exec may still change theirs.
 * One thread at a time.
 *
 * <p>Where the kernel follows processes by itself, this finds what was there before, and what only
 * a command line tells: a client that runs in a runtime.
 */
public final class ProcessWatch {
  private static final Logger LOG = LoggerFactory.getLogger(ProcessWatch.class);

  /**
   * So long after its start a process's name is read at each look: scripts and supervisors exec the
   * client late.
   */
  private static final long YOUNG = Duration.ofSeconds(10).toNanos();

  private static final long YOUNG_TICKS = 1000;

  /** So long a process that ended stays in the set: its last events are still on their way. */
  private static final long LINGER = Duration.ofSeconds(5).toNanos();

  private final ProcFs proc;
  private final TrackingRules rules;
  private final TrackedProcesses tracked;
  private final int ownPid;
  private final long fullScan;

  private final Map<Integer, Seen> seen = new HashMap<>();
  private final List<Seen> young = new ArrayList<>();
  private final List<Seen> followed = new ArrayList<>();
  private long generation;
  private long lastPid = -1;
  private long lastFullScan;

  /** A process that was looked at. */
  private static final class Seen {
    private final int pid;
    private final long startTicks;
    private final long firstSeen;
    private String comm;
    private long generation;
    private boolean followed;
    private long endedAt;

    private Seen(int pid, Stat stat, long now) {
      this.pid = pid;
      this.startTicks = stat.startTicks();
      this.comm = stat.comm();
      this.firstSeen = now;
    }
  }

  /**
   * Watches /proc. Nothing is tracked before the first {@link #look}.
   *
   * @param rules what to track
   * @param tracked told of every change
   * @param fullScan how often the names of long known processes are read again
   */
  public ProcessWatch(TrackingRules rules, TrackedProcesses tracked, Duration fullScan) {
    this(new ProcFs(new File("/proc")), rules, tracked, fullScan);
  }

  ProcessWatch(ProcFs proc, TrackingRules rules, TrackedProcesses tracked, Duration fullScan) {
    this.proc = proc;
    this.rules = rules;
    this.tracked = tracked;
    this.fullScan = fullScan.toNanos();
    this.ownPid = Math.toIntExact(ProcessHandle.current().pid());
    tracked.trackNames(rules.clientsByName());
  }

  /**
   * Tracks a process that the user named by its id.
   *
   * @return false if there is no such process, or it is this one
   */
  public boolean follow(int pid, long now) {
    Optional<Stat> stat = proc.stat(pid).filter(found -> !found.exited());
    if (stat.isEmpty() || pid == ownPid) {
      return false;
    }
    Seen process = new Seen(pid, stat.get(), now);
    process.generation = generation;
    seen.put(pid, process);
    track(process, TrackingRules.client(process.comm, () -> commandLine(pid)));
    return true;
  }

  private String commandLine(int pid) {
    return String.join(" ", proc.commandLine(pid));
  }

  /** How many processes are tracked and still run. */
  public int running() {
    return tracked.followsProcesses()
        ? tracked.tracked().size()
        : (int) followed.stream().filter(process -> process.endedAt == 0).count();
  }

  /**
   * Looks once.
   *
   * @param now a monotonic time in ns, such as {@link System#nanoTime()}
   */
  public void look(long now) {
    tracked.refresh();
    if (tracked.followsProcesses()) {
      forgetEnded();
    } else {
      checkFollowed(now);
    }
    long newest = proc.lastPid();
    boolean full = generation == 0 || now - lastFullScan >= fullScan;
    if (full || newest == 0 || newest != lastPid) {
      // Before the list is read: a process that starts meanwhile changes it again.
      lastPid = newest;
      list(now, full);
    }
    if (full) {
      lastFullScan = now;
    }
    checkYoung(now);
  }

  private void list(long now, boolean full) {
    generation++;
    proc.pids(
        pid -> {
          Seen known = seen.get(pid);
          if (known == null) {
            add(pid, now);
          } else {
            known.generation = generation;
            if (full) {
              checkName(known);
            }
          }
        });
    seen.values().removeIf(process -> process.generation != generation && !process.followed);
  }

  private void add(int pid, long now) {
    Optional<Stat> stat = proc.stat(pid);
    if (stat.isEmpty() || stat.get().exited() || pid == ownPid) {
      return;
    }
    Seen process = new Seen(pid, stat.get(), now);
    process.generation = generation;
    seen.put(pid, process);
    if (generation > 1 || isYoung(stat.get())) {
      young.add(process);
    }
    classify(process);
  }

  /**
   * In the first look most processes are old; later ones are new whatever their start time says.
   */
  private boolean isYoung(Stat stat) {
    return proc.uptimeTicks() - stat.startTicks() < YOUNG_TICKS;
  }

  private void classify(Seen process) {
    if (!process.followed) {
      rules
          .match(process.comm, () -> commandLine(process.pid))
          .ifPresent(client -> track(process, client));
    }
  }

  private void track(Seen process, ClientType client) {
    if (tracked.track(process.pid, client)) {
      process.followed = true;
      followed.add(process);
      LOG.info("tracking {} (pid {}, client {})", process.comm, process.pid, client.text());
    }
  }

  private void checkYoung(long now) {
    Iterator<Seen> each = young.iterator();
    while (each.hasNext()) {
      Seen process = each.next();
      if (process.followed || now - process.firstSeen > YOUNG || !checkName(process)) {
        each.remove();
      }
    }
  }

  /** Looks whether an exec changed a name; false if the process is gone. */
  private boolean checkName(Seen process) {
    Optional<String> comm = proc.comm(process.pid);
    if (comm.isPresent() && !comm.get().equals(process.comm)) {
      process.comm = comm.get();
      classify(process);
    }
    return comm.isPresent();
  }

  /** The kernel took out of its set what has ended. */
  private void forgetEnded() {
    Set<Integer> living = tracked.tracked().keySet();
    Iterator<Seen> each = followed.iterator();
    while (each.hasNext()) {
      Seen process = each.next();
      if (!living.contains(process.pid)) {
        LOG.info("{} (pid {}) has ended", process.comm, process.pid);
        seen.remove(process.pid, process);
        process.followed = false;
        each.remove();
        lastPid = -1;
      }
    }
  }

  private void checkFollowed(long now) {
    Iterator<Seen> each = followed.iterator();
    while (each.hasNext()) {
      Seen process = each.next();
      Optional<Stat> stat = proc.stat(process.pid);
      boolean reused = stat.isPresent() && stat.get().startTicks() != process.startTicks;
      boolean ended = reused || stat.isEmpty() || stat.get().exited();
      if (ended && process.endedAt == 0) {
        process.endedAt = now;
        LOG.info("{} (pid {}) has ended", process.comm, process.pid);
      }
      // The events of a process that got the same id must not count as the old one's.
      if (reused || (ended && now - process.endedAt >= LINGER)) {
        tracked.untrack(process.pid);
        seen.remove(process.pid, process);
        process.followed = false;
        each.remove();
        lastPid = -1;
      }
    }
  }
}
