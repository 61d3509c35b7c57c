package io.observoor.integration;

import io.observoor.kernel.EventStatus;
import io.observoor.kernel.ProbeHost;
import io.observoor.kernel.TrackedProcesses;
import io.observoor.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import javax.inject.Inject;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/**
 * The part of {@link BundlesIT} that runs inside the framework. The agent tracks two processes: one
 * makes calls all the time, the other only on command, so that its calls while the probe was
 * attached are known.
 */
public final class BundleSwaps {
  static final String NAME = "bundle-swaps";

  private static final List<String> ARGUMENTS =
      List.of(
          "--name",
          NAME,
          "--threads",
          "2",
          "read=101",
          "write=103",
          "pwrite64=11",
          "pipe2=7",
          "epoll_pwait=3");

  @Inject private BundleContext context;
  @Inject private ProbeHost probes;
  @Inject private TrackedProcesses processes;

  /** Called by Pax Exam. */
  public BundleSwaps() {}

  static Path report(Path data) {
    return data.resolveSibling("made.txt");
  }

  /** Swaps the bundles, and writes what the workloads made to the report. */
  public void swap() throws Exception {
    Path data = Path.of(context.getProperty("observoor.data"));
    Path scratch = data.resolveSibling("scratch");
    Bundle probe = bundle("io.observoor.probes-syscall");
    Bundle sink = bundle("io.observoor.sinks-parquet");
    try (Workload exact = Workload.start(scratch, ARGUMENTS);
        Workload steady = Workload.start(scratch, ARGUMENTS);
        Rounds rounds = new Rounds(steady)) {
      Set<Integer> pids = Set.of(pid(exact), pid(steady));
      Await.until(
          "both processes are tracked",
          () -> processes.tracked().keySet(),
          tracked -> tracked.containsAll(pids));
      awaitRead(EventStatus.State.ATTACHED::equals);
      Totals made = exact.round();
      for (int i = 0; i < 5; i++) {
        sink.stop();
        made = made.plus(exact.round());
        sink.start();
        made = made.plus(exact.round());
      }
      for (int i = 0; i < 3; i++) {
        probe.stop();
        awaitRead(state -> state != EventStatus.State.ATTACHED);
        exact.round();
        probe.start();
        awaitRead(EventStatus.State.ATTACHED::equals);
        made = made.plus(exact.round());
      }
      Totals most = rounds.finish();
      write(report(data), exact, made, steady, most);
    }
  }

  private static void write(Path file, Workload exact, Totals made, Workload steady, Totals most)
      throws IOException {
    Files.write(file, List.of("" + exact.pid(), made.toJson(), "" + steady.pid(), most.toJson()));
  }

  private static int pid(Workload workload) {
    return Math.toIntExact(workload.pid());
  }

  /** Waits for a state of the event syscall_read; null while no probe declares it. */
  private void awaitRead(Predicate<EventStatus.State> condition) {
    Await.until(
        "syscall_read is attached, or detached after a stop",
        () ->
            probes.events().stream()
                .filter(event -> event.event().equals("syscall_read"))
                .map(EventStatus::state)
                .findFirst()
                .orElse(null),
        condition);
  }

  private Bundle bundle(String name) {
    return Arrays.stream(context.getBundles())
        .filter(bundle -> name.equals(bundle.getSymbolicName()))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no bundle " + name));
  }
}
