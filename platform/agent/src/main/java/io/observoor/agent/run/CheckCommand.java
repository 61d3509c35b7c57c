package io.observoor.agent.run;

import io.observoor.agent.check.Capabilities;
import io.observoor.agent.check.CheckReport;
import io.observoor.agent.check.KernelRelease;
import io.observoor.agent.ticker.Task;
import io.observoor.agent.ticker.Ticker;
import io.observoor.kernel.EventStatus;
import io.observoor.kernel.ProbeHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * The command {@code check}: the probes are loaded and attached as for a run, looked at, and
 * detached again.
 */
@Component(
    service = {},
    immediate = true)
public final class CheckCommand {
  private static final Path BTF = Path.of("/sys/kernel/btf/vmlinux");

  private static final long STEP = Duration.ofMillis(100).toNanos();

  /** The probes count as complete when so many looks in a row saw the same. */
  private static final int SAME_LOOKS = 5;

  private final Ticker ticker;

  /** Called by declarative services. */
  @Activate
  public CheckCommand(
      @Reference(target = "(observoor.command=check)") Session session,
      @Reference ProbeHost probes) {
    session.begun().set(true);
    ticker = Ticker.start(List.of(new Look(session, probes)));
  }

  /** Called by declarative services. */
  @Deactivate
  public void close() {
    ticker.close();
  }

  /** Waits until no more probes come, then answers. */
  private static final class Look implements Task {
    private final Session session;
    private final ProbeHost probes;
    private List<EventStatus> last = List.of();
    private int same;

    private Look(Session session, ProbeHost probes) {
      this.session = session;
      this.probes = probes;
    }

    @Override
    public long run(long now) {
      List<EventStatus> events = probes.events();
      same = events.equals(last) ? same + 1 : 0;
      last = events;
      // Without any probe yet, the bundles that have them may still be starting.
      if (same < (events.isEmpty() ? 4 * SAME_LOOKS : SAME_LOOKS)) {
        return STEP;
      }
      Plan plan = session.plan();
      CheckReport report =
          new CheckReport(
              plan.source(),
              plan.warnings(),
              KernelRelease.running(),
              Files.isReadable(BTF),
              Capabilities.ofThisProcess().missing(),
              events);
      report.lines().forEach(System.out::println);
      session.exit().accept(report.isSound() ? 0 : 1);
      return NEVER;
    }
  }
}
