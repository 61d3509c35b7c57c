package io.observoor.integration.events;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.observoor.integration.Requirements;
import io.observoor.integration.RunningAgent;
import io.observoor.integration.events.MemRows.Total;
import io.observoor.integration.events.MemScenario.Work;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Page faults, reclaim, compaction, swapping, OOM kills and process exits in prime numbers, against
 * the kernel's own counters: getrusage, /proc/vmstat, the page table, perf counters, the cgroup's
 * OOM kills and wait.
 */
final class MemIT {
  private static final String DISABLED = "observoor.hooks.disabled";

  private static final int MINOR = 10_007;
  private static final int MINOR_TOO = 5_003;
  private static final int MINOR_UNTRACKED = 7_001;
  private static final int MAJOR = 1_009;
  private static final int SWAPPED = 1_013;
  private static final int HUGE = 7;
  private static final int HUGE_PAGES = 512;
  private static final int OWNED = 1_019;
  private static final int OWNED_BY_UNTRACKED = 499;
  private static final int COMPACTIONS = 3;
  private static final int VICTIMS = 3;

  /** Kinds of exits in memends.h; two rounds and the parent are 17 processes. */
  private static final int ENDS = 8;

  private static final int ROUNDS = 2;

  @TempDir static Path directory;

  private static MemScenario scenario;
  private static RunningAgent agent;
  private static MemRows rows;

  private static List<Work> minor;
  private static Work major;
  private static Work compaction;
  private static Work ends;
  private static List<Work> victims;
  private static String noSwap;
  private static Work swap;
  private static Work huge;
  private static Work owned;
  private static Work ownedByUntracked;
  private static MemChild pager;
  private static Work reclaim;

  @BeforeAll
  static void provoke() throws Exception {
    Requirements.root();
    try {
      Path data = directory.resolve("data");
      agent = agent(data);
      agent.await("the probes attached", line -> line.contains("tracking: " + MemScenario.TRACKED));
      scenario = new MemScenario(directory, agent);
      minor =
          scenario.minorFaults(
              scenario.worker("minor", MINOR),
              scenario.worker("minor", MINOR_TOO),
              scenario.untracked("minor", MINOR_UNTRACKED));
      major = scenario.majorFaults(MAJOR);
      compaction = scenario.compaction(COMPACTIONS);
      ends = scenario.ends(ROUNDS);
      victims = scenario.oomKills(VICTIMS);
      swap();
      scenario.close();
      assertEquals(0, agent.stop(), agent::tail);
      rows = new MemRows(data);
    } catch (Exception | Error e) {
      cleanUp();
      throw e;
    }
  }

  private static void swap() throws IOException {
    try (MemChild device = scenario.swapDevice()) {
      noSwap = device.refusal();
      if (!device.able()) {
        return;
      }
      swap = scenario.swapping("swap", SWAPPED);
      huge = scenario.swapping("huge", HUGE);
      pager = scenario.worker("pager");
      owned =
          scenario.swappedByAnother(
              scenario.worker("owner", OWNED), scenario.untracked("pager"), OWNED);
      ownedByUntracked =
          scenario.swappedByAnother(
              scenario.untracked("owner", OWNED_BY_UNTRACKED), pager, OWNED_BY_UNTRACKED);
      pager.close();
      reclaim = scenario.reclaim();
    }
  }

  private static RunningAgent agent(Path data) throws IOException {
    return RunningAgent.start("run", "--data", data.toString(), "--process", MemScenario.TRACKED);
  }

  @AfterAll
  static void cleanUp() throws SQLException {
    if (scenario != null) {
      scenario.close();
    }
    if (agent != null) {
      agent.close();
    }
    if (rows != null) {
      rows.close();
    }
  }

  @Test
  void minorFaultsOfTwoConcurrentProcesses() throws Exception {
    served("page_fault");
    assertAll(
        () -> assertEquals(new Total(MINOR, 0), faults("minor", minor.get(0))),
        () -> assertEquals(new Total(MINOR_TOO, 0), faults("minor", minor.get(1))),
        () -> assertEquals(MINOR, minor.get(0).said("minor")),
        () -> assertEquals(MINOR_TOO, minor.get(1).said("minor")));
  }

  @Test
  void minorFaultsOfAnUntrackedProcessAreNotCounted() throws Exception {
    served("page_fault");
    assertEquals(MINOR_UNTRACKED, minor.get(2).said("minor"));
    assertEquals(Total.NONE, faults("minor", minor.get(2)));
  }

  @Test
  void majorFaults() throws Exception {
    served("page_fault");
    able(major);
    assertEquals(MAJOR, major.said("major"));
    assertEquals(new Total(MAJOR, 0), faults("major", major));
    assertEquals(major.said("minor"), faults("minor", major).count());
  }

  @Test
  void compactions() throws Exception {
    served("mem_compaction");
    able(compaction);
    Total total = rows.total("mem_compaction", compaction.process());
    assertEquals(compaction.said("count"), total.count());
    assertEquals(0, total.count() % COMPACTIONS, "each compaction covers every zone");
    assertTrue(total.count() > 0, "no compaction");
    within(total, compaction);
  }

  @Test
  void everyProcessExitsOnce() throws Exception {
    served("process_exit");
    assertEquals(ENDS * ROUNDS, ends.said("processes"));
    Map<Long, Total> ended = new TreeMap<>(rows.totals("process_exit"));
    for (long pid : scenario.tracked()) {
      assertEquals(new Total(1, 0), ended.remove(pid), () -> "process " + pid);
    }
    ended.forEach((pid, total) -> assertEquals(new Total(1, 0), total, () -> "process " + pid));
    assertEquals(ENDS * ROUNDS, ended.size(), "processes that the parent forked");
  }

  @Test
  void oomKillsAreCountedForTheVictims() throws Exception {
    served("oom_kill");
    assumeTrue(!victims.isEmpty(), "no memory cgroups");
    assertEquals(VICTIMS, victims.getLast().counted("kills"));
    Map<Long, Total> expected = new TreeMap<>();
    for (Work victim : victims) {
      assertEquals(128 + 9, victim.said("status"));
      expected.put(victim.process().pid(), new Total(1, 0));
    }
    assertEquals(expected, rows.totals("oom_kill"));
  }

  @Test
  void pagesSwappedOutAndIn() throws Exception {
    served("swap_in", "swap_out");
    swappable(swap);
    assertEquals(SWAPPED, swap.said("swapped"));
    assertEquals(0, swap.said("left"));
    assertAll(
        () -> assertEquals(SWAPPED, rows.total("swap_out", swap.process()).sum()),
        () -> assertEquals(SWAPPED, rows.total("swap_in", swap.process()).sum()),
        () -> agreesWithTheKernel(swap));
  }

  @Test
  void everyPageOfLargeFoliosSwappedOutAndIn() throws Exception {
    served("swap_in", "swap_out");
    swappable(huge);
    assertEquals(HUGE * HUGE_PAGES, huge.said("swapped"));
    assertAll(
        () -> assertEquals(HUGE * HUGE_PAGES, rows.total("swap_out", huge.process()).sum()),
        () -> assertEquals(HUGE * HUGE_PAGES, rows.total("swap_in", huge.process()).sum()),
        () -> agreesWithTheKernel(huge));
  }

  @Test
  void pagesSwappedOutByAnotherProcessAreTheOwners() throws Exception {
    served("swap_out");
    assumeTrue(noSwap.isEmpty(), noSwap);
    assertEquals(OWNED, owned.said("swapped"));
    assertEquals(OWNED, rows.total("swap_out", owned.process()).sum());
    agrees(owned.counted("pswpout"), OWNED);
    assertEquals(OWNED_BY_UNTRACKED, ownedByUntracked.said("swapped"));
    assertEquals(Total.NONE, rows.total("swap_out", pager));
    assertEquals(Total.NONE, rows.total("swap_out", ownedByUntracked.process()));
  }

  @Test
  void reclaimInAMemoryCgroup() throws Exception {
    served("mem_reclaim", "swap_in", "swap_out");
    swappable(reclaim);
    Total total = rows.total("mem_reclaim", reclaim.process());
    assertTrue(total.count() > 0, "no reclaim");
    assertEquals(reclaim.said("count"), total.count());
    within(total, reclaim);
    agreesWithTheKernel(reclaim);
  }

  @Test
  void noLosses() throws Exception {
    assertEquals(List.of(), rows.losses());
  }

  /** Skips a test if the disabled hooks leave an event without a hook. */
  private static void served(String... events) {
    String disabled = System.getProperty(DISABLED, "");
    for (String event : events) {
      assumeTrue(
          disabled.isBlank()
              || agent.log().stream()
                  .anyMatch(
                      line -> line.matches(".*probes: mem attached by .*\\b" + event + "\\b.*")),
          "without " + disabled + " nothing on this kernel serves " + event);
    }
  }

  private static Total faults(String kind, Work work) throws SQLException {
    return rows.total("page_fault_" + kind, work.process());
  }

  private static void able(Work work) {
    assumeTrue(work.process().able(), work.process().refusal());
  }

  private static void swappable(Work work) {
    assumeTrue(noSwap.isEmpty(), noSwap);
    able(work);
    assumeTrue(!work.said().isEmpty(), "no memory cgroups");
  }

  /** Compares with the machine's counters: only this process swapped meanwhile. */
  private static void agreesWithTheKernel(Work work) throws SQLException {
    agrees(work.counted("pswpout"), rows.total("swap_out", work.process()).sum());
    agrees(work.counted("pswpin"), rows.total("swap_in", work.process()).sum());
  }

  /**
   * The kernel counts for the whole machine and may swap pages of other processes too, so its count
   * may be higher. Exact counts are compared with the process's page table.
   */
  private static void agrees(long machine, long process) {
    assertTrue(
        process <= machine && process >= machine - Math.max(8, machine / 1000),
        () -> "pages swapped: machine " + machine + ", process " + process);
  }

  /**
   * Asserts that the durations fit into the time that the process measured; sums are 32-bit floats.
   */
  private static void within(Total total, Work work) {
    assertTrue(
        total.sum() > 0 && total.sum() <= work.said("nanoseconds") * 1.0001,
        () -> total + ", all took " + work.said("nanoseconds"));
  }
}
