package io.observoor.agent.command;

import io.observoor.agent.check.Capabilities;
import io.observoor.agent.demo.Demo;
import io.observoor.agent.discovery.Discovery;
import io.observoor.agent.health.HealthEndpoint;
import io.observoor.agent.lifecycle.AgentRun;
import io.observoor.agent.lifecycle.Shutdown;
import io.observoor.agent.reload.FileWatch;
import io.observoor.agent.run.Options;
import io.observoor.agent.run.RunConfiguration;
import io.observoor.agent.schedule.RecurringTask;
import io.observoor.agent.schedule.TaskScheduler;
import io.observoor.agent.status.StatusLine;
import io.observoor.agent.status.StatusTask;
import io.observoor.common.Durations;
import io.observoor.common.Sizes;
import io.observoor.delivery.Delivery;
import io.observoor.delivery.SinkControl;
import io.observoor.kernel.ProbeHost;
import io.observoor.kernel.TrackedProcesses;
import io.observoor.pipeline.Pipeline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The command {@code run}. Active while all its services are registered: when the bundle of one is
 * updated, this component is activated again and tracks the same processes. Stops the other parts
 * only when the framework stops.
 */
@Component(
    service = {},
    immediate = true)
public final class RunCommand {
  private static final Logger LOG = LoggerFactory.getLogger("agent");

  private final BundleContext context;
  private final AgentRun run;
  private final RunConfiguration configuration;
  private final Shutdown shutdown;
  private final StatusLine status;
  private final HealthEndpoint health;
  private final Optional<Demo> demo;
  private final TaskScheduler scheduler;
  private final ServiceRegistration<Runnable> registration;

  /** Called by declarative services. */
  @Activate
  public RunCommand(
      BundleContext context,
      @Reference(target = "(observoor.command=run)") AgentRun run,
      @Reference ProbeHost probes,
      @Reference TrackedProcesses tracked,
      @Reference Pipeline pipeline,
      @Reference Delivery delivery,
      @Reference SinkControl control) {
    this.context = context;
    this.run = run;
    this.configuration = run.configuration();
    this.shutdown = new Shutdown(probes, pipeline, delivery);
    this.status = new StatusLine(tracked, pipeline, delivery);
    Discovery discovery =
        new Discovery(
            configuration.rules(), tracked, configuration.configuration().fullScanInterval());
    Options options = configuration.options();
    this.demo =
        options.demo()
            ? Optional.of(new Demo(options.home(), configuration.data(), discovery, delivery))
            : Optional.empty();
    if (run.begun().compareAndSet(false, true)) {
      announce();
    }
    this.health =
        new HealthEndpoint(
            configuration.configuration().healthAddress(),
            configuration.slots(),
            probes,
            tracked,
            pipeline,
            delivery);
    trackPids(discovery);
    this.scheduler =
        new TaskScheduler(tasks(discovery, () -> run.reload().start(control, delivery)));
    this.registration =
        context.registerService(
            Runnable.class,
            this::stop,
            FrameworkUtil.asDictionary(Map.of("observoor.shutdown", true)));
  }

  private void announce() {
    LOG.info(
        "data directory: {} (spool: {}, at most {})",
        configuration.data(),
        configuration.spool(),
        Sizes.format(configuration.configuration().spoolMaximumBytes()));
    LOG.info(
        "network: {}, slots of {} s since {}; windows of {}{}",
        configuration.network(),
        configuration.slots().secondsPerSlot(),
        Instant.ofEpochSecond(configuration.slots().genesisSeconds()),
        Durations.format(configuration.configuration().interval()),
        configuration.configuration().slotAligned() ? ", cut at slot boundaries" : "");
    List<String> names = new ArrayList<>(configuration.rules().names());
    configuration.options().pids().forEach(pid -> names.add("pid " + pid));
    LOG.info("tracking: {}", String.join(", ", names));
    Capabilities.ofThisProcess().missing().forEach(LOG::warn);
  }

  private void trackPids(Discovery discovery) {
    List<Integer> pids = configuration.options().pids();
    for (int pid : pids) {
      if (!discovery.track(pid, System.nanoTime())) {
        LOG.error("cannot track pid {}: no such process, or the agent itself: check --pid", pid);
        if (configuration.rules().names().isEmpty() && pids.size() == 1) {
          run.exit().accept(1);
        }
      }
    }
  }

  private List<RecurringTask> tasks(Discovery discovery, Runnable reload) {
    List<RecurringTask> tasks = new ArrayList<>();
    tasks.add(discovery);
    demo.ifPresent(tasks::add);
    tasks.add(
        configuration.options().terminal()
            ? StatusTask.forTerminal(status, configuration.slots())
            : StatusTask.forLog(status, configuration.slots()));
    configuration.file().ifPresent(file -> tasks.add(new FileWatch(file, reload)));
    configuration
        .options()
        .duration()
        .ifPresent(duration -> tasks.add(now -> checkDuration(duration, now)));
    return tasks;
  }

  private long checkDuration(Duration duration, long now) {
    long left = run.startedNanos() + duration.toNanos() - now;
    if (left > 0) {
      return left;
    }
    LOG.info("stopping: --duration {} has elapsed", Durations.format(duration));
    run.exit().accept(0);
    return RecurringTask.NEVER;
  }

  private void stop() {
    scheduler.close();
    demo.ifPresent(Demo::close);
    shutdown.run();
  }

  /** Called by declarative services. */
  @Deactivate
  public void close() {
    registration.unregister();
    if (context.getBundle(0).getState() == Bundle.STOPPING) {
      stop();
      LOG.info("{}", status.total());
    } else {
      scheduler.close();
      demo.ifPresent(Demo::close);
    }
    health.close();
  }
}
