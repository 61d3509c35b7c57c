package io.observoor.agent.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.observoor.api.batch.ClientType;
import io.observoor.api.probe.TrackedProcess;
import io.observoor.common.ProcFs;
import io.observoor.kernel.TrackedProcesses;
import io.observoor.testing.Await;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Uses real processes and a clock of the test. */
class DiscoveryTest {
  private static final long SECOND = 1_000_000_000L;

  @TempDir private Path directory;
  private final Map<Integer, TrackedProcess> tracked = new HashMap<>();
  private final List<Process> children = new ArrayList<>();
  private final Map<String, ClientType> names = new HashMap<>();
  private final Discovery discovery = discovery(TrackingRules.of(List.of("geth", "later-client")));
  private boolean followsProcesses;
  private long now = SECOND;

  @AfterEach
  void endChildren() throws InterruptedException {
    for (Process child : children) {
      child.destroyForcibly().waitFor();
    }
  }

  @Test
  void findsRunningProcesses() throws IOException {
    int pid = start("geth");
    scanUntilTracked(pid);
    assertEquals(ClientType.GETH, tracked.get(pid).client());
  }

  @Test
  void findsOnlyMatchingProcessesThatStartLater() throws IOException {
    discovery.scan(now);
    int other = start("other-program");
    int pid = start("later-client");
    scanUntilTracked(pid);
    assertEquals(ClientType.UNKNOWN, tracked.get(pid).client());
    assertFalse(tracked.containsKey(other));
  }

  @Test
  void findsAScriptThatExecsTheClient() throws IOException {
    Path client = program("geth");
    Process shell = child(new ProcessBuilder("sh", "-c", "read line; exec " + client + " 1000"));
    int pid = Math.toIntExact(shell.pid());
    discovery.scan(now);
    assertFalse(tracked.containsKey(pid));
    now += 5 * SECOND;
    shell.getOutputStream().write('\n');
    shell.getOutputStream().flush();
    // the process is recent for 10 s: the clock must not pass that
    scanUntilTracked(pid, 1);
  }

  @Test
  void keepsAnEndedProcessFor5Seconds() throws Exception {
    int pid = start("geth");
    scanUntilTracked(pid);
    // another geth may be running on this machine
    int running = discovery.running();
    children.getFirst().destroyForcibly().waitFor();
    now += SECOND;
    discovery.scan(now);
    assertTrue(tracked.containsKey(pid), "its last events are on their way");
    assertEquals(running - 1, discovery.running());
    now += 6 * SECOND;
    discovery.scan(now);
    assertFalse(tracked.containsKey(pid));
  }

  @Test
  void passesNamesToTheKernelExceptThoseOfRuntimes() {
    assertEquals(
        Map.of(
            "geth", ClientType.GETH,
            "geth-binary", ClientType.GETH,
            "later-client", ClientType.UNKNOWN,
            "later-client-bi", ClientType.UNKNOWN),
        names);
    discovery(TrackingRules.knownClients());
    assertEquals(ClientType.PRYSM, names.get("beacon-chain"));
    assertFalse(names.containsKey("java"));
  }

  @Test
  void leavesTheSetToAKernelThatFollowsProcesses() throws Exception {
    followsProcesses = true;
    int pid = start("geth");
    scanUntilTracked(pid);
    int running = discovery.running();
    children.getFirst().destroyForcibly().waitFor();
    discovery.scan(now);
    assertTrue(tracked.containsKey(pid), "the kernel says when");
    tracked.remove(pid);
    discovery.scan(now);
    assertEquals(running - 1, discovery.running());
  }

  @Test
  void noticesAReusedPid() throws IOException {
    Path process = Files.createDirectories(directory.resolve("proc/77"));
    Discovery fake =
        new Discovery(
            new ProcFs(directory.resolve("proc").toFile()),
            TrackingRules.of(List.of("geth")),
            new Recorder(),
            Duration.ofSeconds(30));
    writeProcess(process, "geth", 500);
    fake.scan(now);
    assertTrue(tracked.containsKey(77));
    writeProcess(process, "bash", 900);
    fake.scan(now + SECOND);
    assertFalse(tracked.containsKey(77), "bash has geth's old id");
    writeProcess(process, "geth", 901);
    fake.scan(now + 2 * SECOND);
    assertTrue(tracked.containsKey(77));
  }

  @Test
  void readsNamesWithBracketsAndBlanks() throws IOException {
    Path process = Files.createDirectories(directory.resolve("proc/78"));
    writeProcess(process, "a) (b c", 12345);
    ProcFs proc = new ProcFs(directory.resolve("proc").toFile());
    assertEquals(new ProcFs.Stat("a) (b c", false, 12345), proc.stat(78).orElseThrow());
    assertEquals("a) (b c", proc.comm(78).orElseThrow());
    assertTrue(proc.stat(79).isEmpty());
  }

  @Test
  void neverTracksItself() {
    int self = Math.toIntExact(ProcessHandle.current().pid());
    ProcFs proc = new ProcFs(new File("/proc"));
    Discovery greedy = discovery(TrackingRules.of(List.of(proc.comm(self).orElseThrow())));
    greedy.scan(now);
    assertFalse(tracked.containsKey(self));
    assertFalse(greedy.track(self, now));
  }

  @Test
  void tracksAProcessById() throws IOException {
    int pid = start("nameless");
    assertTrue(discovery.track(pid, now));
    assertTrue(tracked.containsKey(pid));
    now += 60 * SECOND;
    discovery.scan(now);
    assertTrue(tracked.containsKey(pid));
    assertFalse(discovery.track(Integer.MAX_VALUE, now));
  }

  @Test
  void pausesLongerAfterALongerScan() {
    assertEquals(200_000_000L, Discovery.pause(50_000));
    assertEquals(750_000_000L, Discovery.pause(3_000_000));
    assertEquals(900_000_000L, Discovery.pause(50_000_000));
  }

  private void scanUntilTracked(int pid) {
    scanUntilTracked(pid, 1_000_000);
  }

  /** Scans until the pid is tracked; each scan advances the test's clock by a step. */
  private void scanUntilTracked(int pid, long step) {
    Await.until(
        "process " + pid + " is tracked",
        () -> {
          discovery.scan(now);
          now += step;
          return tracked;
        },
        processes -> processes.containsKey(pid));
  }

  private Discovery discovery(TrackingRules rules) {
    return new Discovery(rules, new Recorder(), Duration.ofSeconds(30));
  }

  private int start(String name) throws IOException {
    return Math.toIntExact(child(new ProcessBuilder(program(name).toString(), "1000")).pid());
  }

  private Process child(ProcessBuilder builder) throws IOException {
    Process child = builder.start();
    children.add(child);
    return child;
  }

  private Path program(String name) throws IOException {
    Path copy = directory.resolve(name);
    return Files.copy(
        Path.of("/bin/sleep").toRealPath(),
        copy,
        StandardCopyOption.REPLACE_EXISTING,
        StandardCopyOption.COPY_ATTRIBUTES);
  }

  private static void writeProcess(Path process, String comm, long startTicks) throws IOException {
    Files.writeString(process.resolve("comm"), comm + "\n");
    Files.writeString(process.resolve("cmdline"), comm);
    String fields = " S 1 1 1 0 -1 4194560 0 0 0 0 0 0 0 0 20 0 1 0 " + startTicks + " 0 0\n";
    Files.writeString(process.resolve("stat"), process.getFileName() + " (" + comm + ")" + fields);
  }

  private final class Recorder implements TrackedProcesses {
    @Override
    public boolean track(int pid, ClientType client) {
      tracked.put(pid, new TrackedProcess(pid, client, List.of(), 0));
      return true;
    }

    @Override
    public void untrack(int pid) {
      tracked.remove(pid);
    }

    @Override
    public void trackNames(Map<String, ClientType> clients) {
      names.putAll(clients);
    }

    @Override
    public boolean followsProcesses() {
      return followsProcesses;
    }

    @Override
    public void refresh() {}

    @Override
    public Map<Integer, TrackedProcess> tracked() {
      return Map.copyOf(tracked);
    }
  }
}
