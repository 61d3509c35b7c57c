package io.observoor.agent.command;

import io.observoor.agent.check.Capabilities;
import io.observoor.agent.check.CheckReport;
import io.observoor.agent.check.KernelRelease;
import io.observoor.agent.lifecycle.AgentRun;
import io.observoor.agent.run.RunConfiguration;
import io.observoor.agent.schedule.TaskScheduler;
import io.observoor.kernel.EventStatus;
import io.observoor.kernel.ProbeHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** The command {@code check}: attaches the probes as for a run, reports, and detaches them. */
@Component(
    service = {},
    immediate = true)
public final class CheckCommand {
  private static final Path BTF = Path.of("/sys/kernel/btf/vmlinux");
  private static final int POLLS = 5;

  private final TaskScheduler scheduler;

  /** Called by declarative services. */
  @Activate
  public CheckCommand(
      @Reference(target = "(observoor.command=check)") AgentRun run, @Reference ProbeHost probes) {
    run.begun().set(true);
    scheduler =
        new TaskScheduler(
            List.of(
                new StablePoll<>(probes::events, POLLS, 4 * POLLS, events -> report(run, events))));
  }

  private static void report(AgentRun run, List<EventStatus> events) {
    RunConfiguration configuration = run.configuration();
    CheckReport report =
        new CheckReport(
            configuration.source(),
            configuration.configuration().warnings(),
            KernelRelease.running(),
            Files.isReadable(BTF),
            Capabilities.ofThisProcess().missing(),
            events);
    report.lines().forEach(System.out::println);
    run.exit().accept(report.isOk() ? 0 : 1);
  }

  /** Called by declarative services. */
  @Deactivate
  public void close() {
    scheduler.close();
  }
}
