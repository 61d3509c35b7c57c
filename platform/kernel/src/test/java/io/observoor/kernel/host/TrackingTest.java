package io.observoor.kernel.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.observoor.api.batch.ClientType;
import io.observoor.api.probe.ProcessListener;
import io.observoor.api.probe.TrackedProcess;
import io.observoor.kernel.HookKind;
import io.observoor.kernel.TrackedProcesses;
import io.observoor.testing.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The kernel follows real processes; needs root and BTF. */
class TrackingTest {
  private static final ClientType CLIENT = ClientType.PRYSM;

  @TempDir private Path directory;
  private final List<Process> children = new ArrayList<>();

  @AfterEach
  void endChildren() throws InterruptedException {
    for (Process child : children) {
      child.descendants().forEach(ProcessHandle::destroyForcibly);
      child.destroyForcibly().waitFor();
    }
  }

  private static Kernel kernel(HookKind... disabled) {
    return new Kernel(
        new RecordingPipeline(),
        1 << 20,
        new ProbeRules(Set.of(), Set.of(disabled), SamplingRules.NONE));
  }

  /** Without and with the preferred kind of hook. */
  @ParameterizedTest
  @EnumSource(names = {"TP_BTF", "OTHER"})
  void aChildOfATrackedProcessIsTracked(HookKind disabled) throws Exception {
    try (Kernel kernel = kernel(disabled)) {
      TrackedProcesses processes = new ProcessMap(kernel);
      assertTrue(processes.followsProcesses());
      Process shell = shell("read line; sleep 1000 & echo $!; wait");
      int pid = Math.toIntExact(shell.pid());
      processes.track(pid, CLIENT);
      go(shell);
      int child = number(shell);

      processes.refresh();
      assertEquals(Map.of(pid, CLIENT, child, CLIENT), clients(processes));

      ProcessHandle.of(child).orElseThrow().destroyForcibly();
      shell.waitFor();
      refreshUntil(processes, "no process is tracked", Map::isEmpty);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"TP_BTF", "OTHER"})
  void aProcessThatExecutesATrackedNameIsTracked(HookKind disabled) throws Exception {
    Path program = directory.resolve("observoor-named");
    Files.copy(Path.of("/bin/sleep").toRealPath(), program);
    assertTrue(program.toFile().setExecutable(true));
    try (Kernel kernel = kernel(disabled)) {
      TrackedProcesses processes = new ProcessMap(kernel);
      processes.trackNames(Map.of("observoor-named", CLIENT));
      Process shell = shell("echo $$; read line; exec " + program + " 1000");
      int pid = number(shell);
      processes.refresh();
      assertNull(processes.tracked().get(pid), "still a shell");
      go(shell);

      refreshUntil(processes, pid + " is tracked", tracked -> tracked.containsKey(pid));
      assertEquals(CLIENT, clients(processes).get(pid));
    }
  }

  @Test
  void aProcessThatRenamesItselfIsTracked() throws Exception {
    try (Kernel kernel = kernel()) {
      TrackedProcesses processes = new ProcessMap(kernel);
      processes.trackNames(Map.of("observoor-self", CLIENT));
      Process shell = shell("printf observoor-self > /proc/$$/comm; echo $$; read line");
      int pid = number(shell);
      processes.refresh();
      assertEquals(CLIENT, clients(processes).get(pid));
    }
  }

  @Test
  void aZombieHasEnded() throws Exception {
    try (Kernel kernel = kernel()) {
      TrackedProcesses processes = new ProcessMap(kernel);
      // the shell does not wait for its child, which stays a zombie
      Process shell = shell("read line; sleep 0 & echo $!; exec sleep 1000");
      int pid = Math.toIntExact(shell.pid());
      processes.track(pid, CLIENT);
      go(shell);
      int child = number(shell);
      refreshUntil(processes, "only " + pid + " is tracked", Map.of(pid, CLIENT)::equals);
      assertTrue(ProcessHandle.of(child).isPresent());
    }
  }

  @Test
  void anEndedProcessLeavesTheKernelsSet() throws Exception {
    try (Kernel kernel = kernel()) {
      TrackedProcesses processes = new ProcessMap(kernel);
      Process shell = shell("read line");
      int pid = Math.toIntExact(shell.pid());
      processes.track(pid, CLIENT);
      go(shell);
      shell.waitFor();
      refreshUntil(processes, pid + " is not tracked", tracked -> !tracked.containsKey(pid));
    }
  }

  @Test
  void listenersGetTheCommandLine() throws Exception {
    List<TrackedProcess> tracked = new ArrayList<>();
    List<Integer> ended = new ArrayList<>();
    ProcessListener listener =
        new ProcessListener() {
          @Override
          public void processTracked(TrackedProcess process) {
            tracked.add(process);
          }

          @Override
          public void processEnded(int pid) {
            ended.add(pid);
          }
        };
    try (Kernel kernel = kernel()) {
      Process shell = shell("read line");
      int pid = Math.toIntExact(shell.pid());
      ProcessMap processes = new ProcessMap(kernel);
      processes.track(pid, CLIENT);
      processes.addListener(listener);
      assertEquals(
          List.of(new TrackedProcess(pid, CLIENT, List.of("sh", "-c", "read line"), start(pid))),
          tracked);
      processes.track(pid, ClientType.GETH);
      assertEquals(ClientType.GETH, tracked.getLast().client());
      processes.untrack(pid);
      assertEquals(List.of(pid), ended);
      processes.track(pid, CLIENT);
      processes.removeListener(listener);
      assertEquals(List.of(pid, pid), ended);
      processes.track(pid, ClientType.GETH);
      assertEquals(3, tracked.size());
    }
  }

  @Test
  void withoutAHookProcessesAreNotFollowed() {
    try (Kernel kernel = kernel(HookKind.TP_BTF, HookKind.RAW_TP)) {
      ProcessMap processes = new ProcessMap(kernel);
      assertFalse(processes.followsProcesses());
      assertTrue(processes.track((int) ProcessHandle.current().pid(), CLIENT));
    }
  }

  private static Map<Integer, ClientType> clients(TrackedProcesses processes) {
    return processes.tracked().values().stream()
        .collect(Collectors.toMap(TrackedProcess::pid, TrackedProcess::client));
  }

  /** Field 22 of /proc/PID/stat, in ticks of 10 ms; the name in it has no blank. */
  private static long start(int pid) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    return Long.parseLong(stat.split(" ", -1)[21]) * 10_000_000;
  }

  private Process shell(String script) throws IOException {
    Process shell = new ProcessBuilder("sh", "-c", script).start();
    children.add(shell);
    return shell;
  }

  private static void go(Process process) throws IOException {
    process.getOutputStream().write('\n');
    process.getOutputStream().flush();
  }

  private static int number(Process process) throws IOException {
    BufferedReader lines = process.inputReader();
    return Integer.parseInt(lines.readLine());
  }

  private static void refreshUntil(
      TrackedProcesses processes, String awaited, Predicate<Map<Integer, ClientType>> condition) {
    Await.until(
        awaited,
        () -> {
          processes.refresh();
          return clients(processes);
        },
        condition);
  }
}
