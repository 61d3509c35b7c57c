package io.observoor.agent.run;

import io.observoor.agent.check.Capabilities;
import io.observoor.agent.demo.Demo;
import io.observoor.agent.discovery.Discovery;
import io.observoor.agent.discovery.ProcessWatch;
import io.observoor.agent.status.StatusLine;
import io.observoor.agent.status.StatusTask;
import io.observoor.agent.ticker.Task;
import io.observoor.agent.ticker.Ticker;
import io.observoor.common.Sizes;
import io.observoor.delivery.Delivery;
import io.observoor.delivery.SinkControl;
import io.observoor.kernel.ProbeHost;
import io.observoor.kernel.TrackedProcesses;
import io.observoor.pipeline.Pipeline;
import java.time.Duration;
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
 * The command {@code run}, while all the services it needs are there. When one goes and comes again
 * (its bundle was updated) this component does too, and tracks the same processes again; only the
 * end of the framework brings the rest to rest.
 */
@Component(
    service = {},
    immediate = true)
public final class RunCommand {
  private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

  private final BundleContext context;
  private final Plan plan;
  private final Shutdown shutdown;
  private final StatusLine status;
  private final Optional<Demo> demo;
  private final Ticker ticker;
  private final ServiceRegistration<Runnable> registration;

  /** Called by declarative services. */
  @Activate
  public RunCommand(
      BundleContext context,
      @Reference(target = "(observoor.command=run)") Session session,
      @Reference ProbeHost probes,
      @Reference TrackedProcesses tracked,
      @Reference Pipeline pipeline,
      @Reference Delivery delivery,
      @Reference SinkControl control) {
    this.context = context;
    this.plan = session.plan();
    this.shutdown = new Shutdown(probes, pipeline, delivery);
    this.status = new StatusLine(tracked, pipeline, delivery);
    ProcessWatch watch =
        new ProcessWatch(
            plan.rules(), tracked, plan.configuration().processes().fullScanInterval());
    this.demo =
        plan.options().demo()
            ? Optional.of(new Demo(plan.options().home(), plan.data(), watch, delivery))
            : Optional.empty();
    boolean first = session.begun().compareAndSet(false, true);
    if (first) {
      announce();
    }
    followPids(watch, session);
    this.ticker =
        Ticker.start(tasks(session, watch, () -> session.reload().run(control, delivery)));
    this.registration =
        context.registerService(
            Runnable.class,
            this::orderlyEnd,
            FrameworkUtil.asDictionary(Map.of("observoor.shutdown", true)));
  }

  private void announce() {
    LOG.info(
        "data directory: {} (spool: {}, at most {})",
        plan.data(),
        plan.spool(),
        Sizes.format(plan.configuration().spool().maximumBytes()));
    LOG.info(
        "network: {}, slots of {} s since {}; windows of {} ms{}",
        plan.network(),
        plan.slots().secondsPerSlot(),
        plan.slots().genesisSeconds(),
        plan.configuration().aggregation().interval().toMillis(),
        plan.configuration().aggregation().slotAligned() ? ", cut at slots" : "");
    LOG.info("tracking: {}", trackedNames());
    Capabilities.ofThisProcess().missing().forEach(LOG::warn);
  }

  private String trackedNames() {
    List<String> all = new ArrayList<>(plan.rules().names());
    plan.options().pids().forEach(pid -> all.add("pid " + pid));
    return String.join(", ", all);
  }

  private void followPids(ProcessWatch watch, Session session) {
    long now = System.nanoTime();
    for (int pid : plan.options().pids()) {
      if (!watch.follow(pid, now)) {
        LOG.error("cannot track pid {}: no such process, or the agent itself: check --pid", pid);
        if (plan.rules().names().isEmpty() && plan.options().pids().size() == 1) {
          session.exit().accept(1);
        }
      }
    }
  }

  private List<Task> tasks(Session session, ProcessWatch watch, Runnable reload) {
    List<Task> tasks = new ArrayList<>();
    tasks.add(new Discovery(watch));
    demo.ifPresent(tasks::add);
    tasks.add(
        plan.options().terminal()
            ? StatusTask.forTerminal(status, plan.slots())
            : StatusTask.forLog(status, plan.slots()));
    plan.file().ifPresent(file -> tasks.add(new FileWatch(file, reload)));
    plan.options()
        .duration()
        .ifPresent(duration -> tasks.add(now -> timeLeft(session, duration, now)));
    return tasks;
  }

  private static long timeLeft(Session session, Duration duration, long now) {
    long left = session.startedNanos() + duration.toNanos() - now;
    if (left > 0) {
      return left;
    }
    LOG.info("the time of --duration is over");
    session.exit().accept(0);
    return Task.NEVER;
  }

  private void orderlyEnd() {
    ticker.close();
    demo.ifPresent(Demo::close);
    shutdown.run();
  }

  /** Called by declarative services. */
  @Deactivate
  public void close() {
    registration.unregister();
    if (context.getBundle(0).getState() == Bundle.STOPPING) {
      orderlyEnd();
      LOG.info("{}", status.total());
    } else {
      ticker.close();
      demo.ifPresent(Demo::close);
    }
  }
}
