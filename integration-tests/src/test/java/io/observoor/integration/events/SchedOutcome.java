package io.observoor.integration.events;

import io.observoor.integration.RunningAgent;
import io.observoor.integration.events.SchedWorkload.Account;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.regex.Pattern;

/**
 * The kernel's counters of the threads of concurrent processes while an agent tracked them.
 *
 * @param pids the tracked processes by name
 * @param accounts counters of their threads by the same names
 */
record SchedOutcome(Map<String, Long> pids, Map<String, List<Account>> accounts) {
  /** Has more threads than the machine has CPUs. */
  static final String BUSY = "busy";

  /** Mostly sleeps: three threads, {@link #SLEEPS} times a millisecond. */
  static final String IDLE = "idle";

  static final int SLEEPS = 1009;

  /** Each thread is pinned to a CPU that it shares with another and with other processes. */
  static final String PINNED = "pinned";

  /** Pinned to a CPU that it never leaves voluntarily. */
  static final String SPINNING = "spinning";

  static final int WINDOW_MILLIS = 100;

  private static final String NAME = "sched-tracked";

  /** Runs the processes and an agent; returns after the agent's end. */
  static SchedOutcome of(Path directory, Path data, int onlineCpus) throws IOException {
    Path configuration =
        Files.writeString(
            directory.resolve("observoor.yaml"),
            """
            meta_client_name: sched
            meta_network_name: mainnet
            sinks:
              aggregated:
                resolution:
                  interval: %dms
            """
                .formatted(WINDOW_MILLIS));
    Map<String, SchedWorkload> workloads = new LinkedHashMap<>();
    try (SchedWorkload busy = SchedWorkload.start(NAME, 4 * onlineCpus - 1);
        SchedWorkload idle = SchedWorkload.start(NAME, 3);
        SchedWorkload pinned = SchedWorkload.startPinned(NAME, 2 * onlineCpus);
        SchedWorkload spinning = SchedWorkload.startPinned(NAME, 1);
        SchedWorkload other = SchedWorkload.start("sched-other", onlineCpus);
        RunningAgent agent =
            RunningAgent.start(
                "run",
                "--config",
                configuration.toString(),
                "--data",
                data.toString(),
                "--process",
                NAME)) {
      workloads.put(BUSY, busy);
      workloads.put(IDLE, idle);
      workloads.put(PINNED, pinned);
      workloads.put(SPINNING, spinning);
      Map<String, Long> pids = new LinkedHashMap<>();
      Map<String, Map<Long, Account>> before = new LinkedHashMap<>();
      for (Map.Entry<String, SchedWorkload> workload : workloads.entrySet()) {
        long pid = workload.getValue().pid();
        Pattern tracking = Pattern.compile("tracking .*\\bpid " + pid + "\\b");
        agent.await(workload.getKey() + " tracked", line -> tracking.matcher(line).find());
        pids.put(workload.getKey(), pid);
        before.put(workload.getKey(), workload.getValue().accounts());
      }
      other.begin("burn 499");
      idle.begin("sleep " + SLEEPS + " 1000000");
      pinned.begin("burn 211");
      busy.begin("burn 307");
      busy.end();
      pinned.end();
      pinned.begin("sleep 401 100000");
      busy.begin("sleep 503 100000");
      busy.end();
      pinned.end();
      idle.end();
      other.end();
      spinning.begin("spin 3001");
      spinning.end();
      Map<String, List<Account>> accounts = new LinkedHashMap<>();
      for (Map.Entry<String, SchedWorkload> workload : workloads.entrySet()) {
        accounts.put(
            workload.getKey(),
            differences(before.get(workload.getKey()), workload.getValue().accounts()));
      }
      if (agent.stop() != 0) {
        throw new AssertionError(agent.tail());
      }
      return new SchedOutcome(pids, accounts);
    }
  }

  private static List<Account> differences(Map<Long, Account> before, Map<Long, Account> after) {
    List<Account> differences = new ArrayList<>();
    after.forEach((tid, account) -> differences.add(account.minus(before.get(tid))));
    return differences;
  }

  /** Returns the sum of a counter over a process's threads. */
  long counted(String name, ToLongFunction<Account> part) {
    return accounts.get(name).stream().mapToLong(part).sum();
  }
}
