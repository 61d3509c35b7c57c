package io.observoor.probes.sched;

import io.observoor.api.probe.Attachment;
import io.observoor.api.probe.EventDeclaration;
import io.observoor.api.probe.MetricDeclaration;
import io.observoor.api.probe.MetricInput;
import io.observoor.api.probe.Probe;
import io.observoor.api.probe.ProbeDeclaration;
import io.observoor.api.probe.SoftwareEvent;
import io.observoor.api.probe.Unit;
import io.observoor.common.CpuList;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Component;

/**
 * Probe of the scheduler: how long threads run, wait for a CPU and sleep (group {@code scheduler}).
 * The group {@code scheduler_wakeup} adds the wake-ups, without which the wait of a woken thread is
 * unknown.
 */
@Component
public final class SchedProbe implements Probe {
  static final String SWITCH = "sched_switch";
  static final String RUNQUEUE = "sched_runqueue";

  /** A part of a slice that is still in progress. The reference agent has no such event type. */
  static final String SLICE = "sched_slice";

  static final String ON_CPU = "on_cpu_ns";
  static final String UNREPORTED = "unreported_ns";

  private static final String GROUP = "scheduler";
  private static final String RUNQUEUE_NS = "runqueue_ns";
  private static final String OFF_CPU_NS = "off_cpu_ns";

  /** Longest unreported part of a slice: well below the grace of a window. */
  private static final long TIMER_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  /** Called by Declarative Services. */
  public SchedProbe() {}

  @Override
  public ProbeDeclaration declaration() {
    return ProbeDeclaration.named("sched")
        .object(SchedProbe.class, "sched")
        .event(
            EventDeclaration.named(SWITCH)
                .group(GROUP)
                .field(ON_CPU, Unit.NANOSECONDS)
                .field("voluntary", Unit.CODE)
                .field(UNREPORTED, Unit.NANOSECONDS))
        .event(
            EventDeclaration.named(RUNQUEUE)
                .group(GROUP)
                .field(RUNQUEUE_NS, Unit.NANOSECONDS)
                .field(OFF_CPU_NS, Unit.NANOSECONDS))
        .event(
            EventDeclaration.named(SLICE)
                .group(GROUP)
                .field(ON_CPU, Unit.NANOSECONDS)
                .field(UNREPORTED, Unit.NANOSECONDS))
        .attachment(
            Attachment.of(SWITCH, RUNQUEUE)
                .programs("tp_btf", "sched_switch_btf")
                .programs("raw_tp", "sched_switch_raw")
                .programs("tracepoint", "sched_switch_tracepoint"))
        .attachment(
            Attachment.of(RUNQUEUE)
                .group("scheduler_wakeup")
                .programs("tp_btf", "sched_wakeup_btf", "sched_wakeup_new_btf")
                .programs("raw_tp", "sched_wakeup_raw", "sched_wakeup_new_raw")
                .programs("tracepoint", "sched_wakeup_tracepoint"))
        .attachment(
            Attachment.of(SLICE)
                .programs("perf_event", "slice_timer")
                .at("slice_timer", new SoftwareEvent(SoftwareEvent.Kind.CPU_CLOCK, TIMER_NANOS)))
        .metric(
            MetricDeclaration.latency("sched_on_cpu").from(MetricInput.of(SWITCH).value(ON_CPU)))
        .metric(
            MetricDeclaration.latency("sched_runqueue")
                .from(MetricInput.of(RUNQUEUE).value(RUNQUEUE_NS).whenGreater(RUNQUEUE_NS, 0)))
        .metric(
            MetricDeclaration.latency("sched_off_cpu")
                .from(MetricInput.of(RUNQUEUE).value(OFF_CPU_NS).whenGreater(OFF_CPU_NS, 0)))
        .derivedMetric(new CpuUtilization(() -> CpuList.online().length))
        .build();
  }
}
