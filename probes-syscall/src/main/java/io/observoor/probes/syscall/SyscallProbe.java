package io.observoor.probes.syscall;

import io.observoor.api.probe.Attachment;
import io.observoor.api.probe.EventDeclaration;
import io.observoor.api.probe.MetricDeclaration;
import io.observoor.api.probe.MetricInput;
import io.observoor.api.probe.Probe;
import io.observoor.api.probe.ProbeDeclaration;
import io.observoor.api.probe.Unit;
import java.util.List;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Component;

/**
 * Probe of system calls: times some families of calls and counts opened and closed file
 * descriptors. Each event has a group and a metric of the same name. The module's README says which
 * calls belong to which event and what counts.
 */
@Component
public final class SyscallProbe implements Probe {
  /** Events that time calls, in the order of {@code enum syscall_event}. */
  static final List<String> TIMED =
      List.of(
          "syscall_read",
          "syscall_write",
          "syscall_futex",
          "syscall_mmap",
          "syscall_epoll_wait",
          "syscall_fsync",
          "syscall_fdatasync",
          "syscall_pwrite");

  /** Events that count descriptors; their numbers follow. */
  static final List<String> COUNTED = List.of("fd_open", "fd_close");

  private static final String DURATION = "duration_ns";
  private static final String COUNT = "count";

  /** Called by Declarative Services. */
  public SyscallProbe() {}

  @Override
  public ProbeDeclaration declaration() {
    ProbeDeclaration.Builder probe =
        ProbeDeclaration.named("syscall").object(SyscallProbe.class, "syscall");
    for (String name : TIMED) {
      probe.event(EventDeclaration.named(name).field(DURATION, Unit.NANOSECONDS));
      probe.metric(MetricDeclaration.latency(name).from(MetricInput.of(name).value(DURATION)));
    }
    for (String name : COUNTED) {
      probe.event(EventDeclaration.named(name).field(COUNT, Unit.COUNT));
      probe.metric(MetricDeclaration.counter(name).from(MetricInput.of(name).count(COUNT)));
    }
    return probe.attachment(attachment()).build();
  }

  /**
   * One pair of programs runs at every call. The first three use task storage, which is cheapest
   * but needs Linux 6.1; the others use a hash. The first two refuse to load on kernels that can
   * preempt them, where they would miss calls (since Linux 7.2); there, the hash also serves if
   * plain tracepoints are not available.
   */
  private static Attachment attachment() {
    return Attachment.of(Stream.concat(TIMED.stream(), COUNTED.stream()).toArray(String[]::new))
        .programs("tp_btf", "sys_enter_btf", "sys_exit_btf")
        .programs("raw_tp", "sys_enter_raw", "sys_exit_raw")
        .programs("tracepoint", "sys_enter_tracepoint", "sys_exit_tracepoint")
        .programs(
            "tp_btf, hash", "sys_enter_btf_hash", "sys_exit_btf_hash", "sched_process_exit_hash")
        .programs(
            "raw_tp, hash", "sys_enter_raw_hash", "sys_exit_raw_hash", "sched_process_exit_hash");
  }
}
