package io.observoor.probes.sched;

import io.observoor.api.probe.Attachment;
import io.observoor.api.probe.EventDeclaration;
import io.observoor.api.probe.MetricDeclaration;
import io.observoor.api.probe.MetricInput;
import io.observoor.api.probe.Probe;
import io.observoor.api.probe.ProbeDeclaration;
import io.observoor.api.probe.SoftwareEvent;
import io.observoor.api.probe.Unit;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Component;

/**
 * When the threads of the tracked processes run, wait for a CPU and sleep: the group {@code
 * scheduler}. The group {@code scheduler_wakeup} adds when a sleeping thread was woken, without
 * which its time on the run queue is not known.
 */
@Component
public final class SchedProbe implements Probe {
  static final String SWITCH = "sched_switch";
  static final String RUNQUEUE = "sched_runqueue";

  /**
   * A part of a slice that goes on. Not among the reference's event types, so that it is counted as
   * none of them.
   */
  static final String SLICE = "sched_slice";

  static final String ON_CPU = "on_cpu_ns";
  static final String UNREPORTED = "unreported_ns";

  private static final String GROUP = "scheduler";
  private static final String WAITED = "runqueue_ns";
  private static final String AWAY = "off_cpu_ns";

  /** How long a slice goes on unreported: well below the grace of a window after its end. */
  private static final long TIMER_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  /** Made by Declarative Services. */
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
                .field(WAITED, Unit.NANOSECONDS)
                .field(AWAY, Unit.NANOSECONDS))
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
                .from(MetricInput.of(RUNQUEUE).value(WAITED).whenGreater(WAITED, 0)))
        .metric(
            MetricDeclaration.latency("sched_off_cpu")
                .from(MetricInput.of(RUNQUEUE).value(AWAY).whenGreater(AWAY, 0)))
        .derivedMetric(new CpuUtilization(OnlineCpus.ofSystem()))
        .build();
  }
}
