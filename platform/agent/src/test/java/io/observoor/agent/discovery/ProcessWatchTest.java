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

/** Real processes of this machine, with a clock of the test's own. */
class ProcessWatchTest {
  private static final long SECOND = 1_000_000_000L;

  @TempDir private Path directory;
  private final Map<Integer, TrackedProcess> tracked = new HashMap<>();
  private final List<Process> children = new ArrayList<>();
  private final Map<String, ClientType> names = new HashMap<>();
  private final ProcessWatch watch = watch(TrackingRules.of(List.of("geth", "later-client")));
  private boolean followsProcesses;
  private long now = SECOND;

  @AfterEach
  void endChildren() throws InterruptedException {
    for (Process child : children) {
      child.destroyForcibly().waitFor();
    }
  }

  @Test
  void findsWhatRunsAlready() throws IOException {
    int pid = start("geth");
    lookUntilTracked(pid);
    assertEquals(ClientType.GETH, tracked.get(pid).client());
  }

  @Test
  void findsWhatStartsLaterAndNothingElse() throws IOException {
    watch.look(now);
    int other = start("other-program");
    int pid = start("later-client");
    lookUntilTracked(pid);
    assertEquals(ClientType.UNKNOWN, tracked.get(pid).client());
    assertFalse(tracked.containsKey(other));
  }

  @Test
  void findsAScriptThatBecomesTheClientByExec() throws IOException {
    Path client = program("geth");
    Process shell = child(new ProcessBuilder("sh", "-c", "read line; exec " + client + " 1000"));
    int pid = Math.toIntExact(shell.pid());
    watch.look(now);
    assertFalse(tracked.containsKey(pid));
    now += 5 * SECOND;
    shell.getOutputStream().write('\n');
    shell.getOutputStream().flush();
    // 10 s after it was first seen it still counts as young, so the clock must not pass that.
    lookUntilTracked(pid, 1);
  }

  @Test
  void keepsAProcessThatEndedForAWhile() throws Exception {
    int pid = start("geth");
    lookUntilTracked(pid);
    // a geth of somebody else may run on this machine
    int running = watch.running();
    children.getFirst().destroyForcibly().waitFor();
    now += SECOND;
    watch.look(now);
    assertTrue(tracked.containsKey(pid), "its last events are on their way");
    assertEquals(running - 1, watch.running());
    now += 6 * SECOND;
    watch.look(now);
    assertFalse(tracked.containsKey(pid));
  }

  @Test
  void tellsTheKernelTheNamesButThoseOfRuntimes() {
    assertEquals(
        Map.of(
            "geth", ClientType.GETH,
            "geth-binary", ClientType.GETH,
            "later-client", ClientType.UNKNOWN,
            "later-client-bi", ClientType.UNKNOWN),
        names);
    watch(TrackingRules.knownClients());
    assertEquals(ClientType.PRYSM, names.get("beacon-chain"));
    assertFalse(names.containsKey("java"));
  }

  @Test
  void leavesTheSetToAKernelThatKeepsIt() throws Exception {
    followsProcesses = true;
    int pid = start("geth");
    lookUntilTracked(pid);
    int running = watch.running();
    children.getFirst().destroyForcibly().waitFor();
    watch.look(now);
    assertTrue(tracked.containsKey(pid), "the kernel says when");
    tracked.remove(pid);
    watch.look(now);
    assertEquals(running - 1, watch.running());
  }

  @Test
  void noticesAPidThatIsUsedAgain() throws IOException {
    Path process = Files.createDirectories(directory.resolve("proc/77"));
    ProcessWatch fake =
        new ProcessWatch(
            new ProcFs(directory.resolve("proc").toFile()),
            TrackingRules.of(List.of("geth")),
            new Recorder(),
            Duration.ofSeconds(30));
    writeProcess(process, "geth", 500);
    fake.look(now);
    assertTrue(tracked.containsKey(77));
    writeProcess(process, "bash", 900);
    fake.look(now + SECOND);
    assertFalse(tracked.containsKey(77), "bash has geth's old id");
    writeProcess(process, "geth", 901);
    fake.look(now + 2 * SECOND);
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
    ProcessWatch greedy = watch(TrackingRules.of(List.of(proc.comm(self).orElseThrow())));
    greedy.look(now);
    assertFalse(tracked.containsKey(self));
    assertFalse(greedy.follow(self, now));
  }

  @Test
  void followsAProcessById() throws IOException {
    int pid = start("nameless");
    assertTrue(watch.follow(pid, now));
    assertTrue(tracked.containsKey(pid));
    now += 60 * SECOND;
    watch.look(now);
    assertTrue(tracked.containsKey(pid));
    assertFalse(watch.follow(Integer.MAX_VALUE, now));
  }

  @Test
  void restsLongerWhereALookTakesLonger() {
    assertEquals(200_000_000L, Discovery.pause(50_000));
    assertEquals(750_000_000L, Discovery.pause(3_000_000));
    assertEquals(900_000_000L, Discovery.pause(50_000_000));
  }

  private void lookUntilTracked(int pid) {
    lookUntilTracked(pid, 1_000_000);
  }

  /** Looks until the pid is tracked; each look advances the test's clock by a step. */
  private void lookUntilTracked(int pid, long step) {
    Await.until(
        "process " + pid + " is tracked",
        () -> {
          watch.look(now);
          now += step;
          return tracked;
        },
        processes -> processes.containsKey(pid));
  }

  private ProcessWatch watch(TrackingRules rules) {
    return new ProcessWatch(rules, new Recorder(), Duration.ofSeconds(30));
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
