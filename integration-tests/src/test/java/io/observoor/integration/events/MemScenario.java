package io.observoor.integration.events;

import io.observoor.integration.Commands;
import io.observoor.integration.RunningAgent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Provokes all events of probes-mem in known numbers while an agent tracks the programs named
 * {@link #TRACKED}, and records the kernel's own counters.
 */
final class MemScenario implements AutoCloseable {
  /** Name of tracked processes; different in each run of the tests. */
  static final String TRACKED = "memwork-" + ProcessHandle.current().pid();

  private static final int CGROUP_MIB = 64;
  private static final int ATTEMPTS = 100;

  private final Path directory;
  private final RunningAgent agent;
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final List<Long> tracked = new ArrayList<>();

  /**
   * The work of a process.
   *
   * @param process the process; {@link MemChild#refusal} names a feature that the kernel lacks
   * @param said the numbers that it printed
   * @param counted increases of the counters in {@code /proc/vmstat}
   */
  record Work(MemChild process, Map<String, Long> said, Map<String, Long> counted) {
    long said(String name) {
      return said.get(name);
    }

    long counted(String name) {
      return counted.get(name);
    }
  }

  MemScenario(Path directory, RunningAgent agent) throws IOException {
    this.directory = directory;
    this.agent = agent;
  }

  /** Returns the tracked processes that this test started, without their forks. */
  List<Long> tracked() {
    return List.copyOf(tracked);
  }

  /** Starts a program and waits until the agent tracks it, unless the kernel lacks a feature. */
  MemChild worker(Object... arguments) throws IOException {
    MemChild child = keep(MemChild.start("memwork", named(arguments)));
    if (!child.able()) {
      return child;
    }
    String pid = "\\(pid " + child.pid() + "\\b.*";
    agent.await(
        "process " + child.pid() + " tracked",
        line -> line.matches(".*tracking " + TRACKED + " " + pid));
    tracked.add(child.pid());
    return child;
  }

  private static List<Object> named(Object... arguments) {
    List<Object> all = new ArrayList<>(List.of("--name", TRACKED));
    all.addAll(List.of(arguments));
    return all;
  }

  /** Starts the same program untracked. */
  MemChild untracked(Object... arguments) throws IOException {
    return keep(MemChild.start("memwork", List.of(arguments)));
  }

  private MemChild host(Object... arguments) throws IOException {
    return keep(MemChild.start("memhost", List.of(arguments)));
  }

  /** Several processes touch fresh memory concurrently; returns their counts by getrusage. */
  List<Work> minorFaults(MemChild... children) throws IOException {
    for (MemChild child : children) {
      child.begin("");
    }
    List<Work> work = new ArrayList<>();
    for (MemChild child : children) {
      work.add(new Work(child, child.end(), Map.of()));
      child.close();
    }
    return work;
  }

  /** Touches pages of a file that is not in the page cache. */
  Work majorFaults(int pages) throws IOException {
    Path image = directory.resolve("ext4.img");
    Commands.run("truncate", "-s", "64M", image.toString());
    Commands.run("mkfs.ext4", "-q", "-F", image.toString());
    return once(worker("major", image, pages));
  }

  /** Compacts all memory several times. */
  Work compaction(int times) throws IOException {
    return once(worker("compact", times));
  }

  private static Work once(MemChild child) throws IOException {
    Map<String, Long> said = child.able() ? child.step("") : Map.of();
    child.close();
    return new Work(child, said, Map.of());
  }

  /** Ends processes in all ways; returns the parent. */
  Work ends(int rounds) throws IOException {
    return once(worker("exits", rounds));
  }

  /** Provokes OOM kills one by one, in a cgroup without swap. */
  List<Work> oomKills(int victims) throws IOException {
    List<Work> work = new ArrayList<>();
    try (MemChild cgroup = host("cgroup", name("oom"), CGROUP_MIB, 0)) {
      for (int i = 0; i < victims && cgroup.able(); i++) {
        MemChild victim = worker("oom", 2 * CGROUP_MIB);
        move(victim, cgroup);
        victim.begin("");
        Map<String, Long> said = Map.of("status", (long) victim.await());
        work.add(
            new Work(victim, said, Map.of("kills", Long.valueOf(cgroup.ask("kills").strip()))));
      }
    }
    return work;
  }

  /** Creates the swap device that the methods below need. */
  MemChild swapDevice() throws IOException {
    return host("swap", directory.resolve("swap.img"), 160);
  }

  /** Swaps pages out and in; the roles {@code swap} and {@code huge}. */
  Work swapping(String role, int amount) throws IOException {
    MemChild child = worker(role, amount);
    try (MemChild cgroup = host("cgroup", name(role), CGROUP_MIB, 1)) {
      if (!child.able() || !cgroup.able()) {
        return new Work(child, Map.of(), Map.of());
      }
      move(child, cgroup);
      Map<String, Long> before = counters();
      Map<String, Long> said = new TreeMap<>(child.step(""));
      // until all pages are in swap only
      for (int i = 0; i < ATTEMPTS && child.step("cached").get("cached") > 0; i++) {
        cgroup.ask("shrink");
      }
      said.put("left", child.step("").get("swapped"));
      Map<String, Long> counted = since(before);
      child.close();
      return new Work(child, said, counted);
    }
  }

  /** One process swaps out another's pages. */
  Work swappedByAnother(MemChild owner, MemChild pager, int pages) throws IOException {
    long address = owner.step("").get("address");
    Map<String, Long> before = counters();
    pager.step("%d %d %d".formatted(owner.pid(), address, pages));
    Map<String, Long> counted = since(before);
    Work work = new Work(owner, owner.step(""), counted);
    owner.close();
    return work;
  }

  /** Touches more memory than its cgroup's limit, with swap. */
  Work reclaim() throws IOException {
    MemChild child = worker("reclaim", 2 * CGROUP_MIB);
    try (MemChild cgroup = host("cgroup", name("reclaim"), CGROUP_MIB, 1)) {
      if (!child.able() || !cgroup.able()) {
        return new Work(child, Map.of(), Map.of());
      }
      move(child, cgroup);
      Map<String, Long> before = counters();
      Map<String, Long> said = child.step("");
      Map<String, Long> counted = since(before);
      child.close();
      return new Work(child, said, counted);
    }
  }

  private static String name(String what) {
    return "observoor-mem-%s-%d".formatted(what, ProcessHandle.current().pid());
  }

  private static void move(MemChild child, MemChild cgroup) throws IOException {
    String answer = cgroup.ask(Long.toString(child.pid()));
    if (!answer.equals("moved")) {
      throw new AssertionError("cannot move " + child.pid() + " to a cgroup: " + answer);
    }
  }

  private static Map<String, Long> counters() throws IOException {
    Map<String, Long> counters = new TreeMap<>();
    for (String line : Files.readAllLines(Path.of("/proc/vmstat"))) {
      if (line.startsWith("pswp")) {
        int space = line.indexOf(' ');
        counters.put(line.substring(0, space), Long.valueOf(line.substring(space + 1)));
      }
    }
    return counters;
  }

  private static Map<String, Long> since(Map<String, Long> before) throws IOException {
    Map<String, Long> now = counters();
    now.replaceAll((name, value) -> value - before.get(name));
    return now;
  }

  private <T extends AutoCloseable> T keep(T closeable) {
    open.push(closeable);
    return closeable;
  }

  /** Ends all processes, the one that holds the machine's resources last. */
  @Override
  public void close() {
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }
  }
}
