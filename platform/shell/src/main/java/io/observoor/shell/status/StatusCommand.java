package io.observoor.shell.status;

import io.observoor.delivery.Delivery;
import io.observoor.kernel.ProbeHost;
import io.observoor.kernel.TrackedProcesses;
import io.observoor.pipeline.Pipeline;
import io.observoor.pipeline.PipelineStatistics;
import io.observoor.shell.ShellConfiguration;
import io.observoor.shell.command.Console;
import io.observoor.shell.command.Invocation;
import io.observoor.shell.command.ShellCommand;
import io.observoor.shell.sinks.Sinks;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code status}. */
@Component(
    service = StatusCommand.class,
    configurationPid = ShellConfiguration.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    property = {"osgi.command.scope=observoor", "osgi.command.function=status"})
public final class StatusCommand extends ShellCommand {
  private static final Duration MEASUREMENT = Duration.ofSeconds(1);

  private final BundleContext context;
  private final ShellConfiguration configuration;
  private final ProbeHost probes;
  private final TrackedProcesses tracked;
  private final Pipeline pipeline;
  private final Delivery delivery;
  private final Sinks sinks;

  /** Called by declarative services. */
  @Activate
  public StatusCommand(
      BundleContext context,
      ShellConfiguration configuration,
      @Reference ProbeHost probes,
      @Reference TrackedProcesses tracked,
      @Reference Pipeline pipeline,
      @Reference Delivery delivery,
      @Reference Sinks sinks) {
    this.context = context;
    this.configuration = configuration;
    this.probes = probes;
    this.tracked = tracked;
    this.pipeline = pipeline;
    this.delivery = delivery;
    this.sinks = sinks;
  }

  @Override
  protected Invocation newInvocation() {
    return new Call();
  }

  @Command(
      name = "status",
      description = {
        "Show tracked processes, event rates, losses, the spool and the sinks.",
        "Takes a second, in which it counts the events."
      },
      footer = "status -j")
  private final class Call extends Invocation {
    @Option(
        names = {"-j", "--json"},
        description = "Print JSON.")
    private boolean json;

    @Override
    protected void run(Console console) throws InterruptedException {
      Status status = status();
      if (json) {
        console.printJson(status.json());
      } else {
        StatusText.lines(console, status).forEach(console.out()::println);
        console.out().println();
        sinks.lines(console).forEach(console.out()::println);
      }
    }
  }

  private Status status() throws InterruptedException {
    long before = pipeline.statistics().eventCount();
    long started = System.nanoTime();
    Thread.sleep(MEASUREMENT);
    PipelineStatistics now = pipeline.statistics();
    double seconds = (System.nanoTime() - started) / 1e9;
    double rate = Math.round((now.eventCount() - before) / seconds * 10) / 10.0;
    return new Status(
        Optional.ofNullable(context.getProperty("observoor.version")).orElse("?"),
        ProcessHandle.current().pid(),
        uptime(),
        configuration.source(),
        Math.floorDiv(
            System.currentTimeMillis() / 1000 - configuration.genesisTimeSeconds(),
            Math.max(1, configuration.secondsPerSlot())),
        tracked.tracked().values(),
        probes.statistics(),
        probes.events(),
        now,
        rate,
        delivery.statistics(),
        sinks.json());
  }

  private static Duration uptime() {
    return ProcessHandle.current()
        .info()
        .startInstant()
        .map(start -> Duration.between(start, Instant.now()))
        .orElse(Duration.ZERO);
  }
}
