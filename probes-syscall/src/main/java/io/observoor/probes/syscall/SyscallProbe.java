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
 * How long system calls of some families take, and how many file descriptors are made and closed.
 * Every event is a probe group, and a metric, of its own name; the module's README says which calls
 * belong to which, and what counts as one.
 */
@Component
public final class SyscallProbe implements Probe {
  /** Calls timed from entry to return, in the order of {@code enum syscall_event}. */
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

  /** Calls that make or close descriptors; their numbers follow. */
  static final List<String> COUNTED = List.of("fd_open", "fd_close");

  private static final String DURATION = "duration_ns";
  private static final String COUNT = "count";

  /** Made by Declarative Services. */
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
   * One pair of programs sees every call. Task storage comes first because it is the cheapest;
   * Linux before 6.1 does not give it to tracing programs, and a hash takes its place there. The
   * first two refuse to load where the kernel would preempt them, and miss calls (Linux 7.2 on);
   * the hash serves there as well, should plain tracepoints not be had.
   */
  private static Attachment attachment() {
    return Attachment.of(Stream.concat(TIMED.stream(), COUNTED.stream()).toArray(String[]::new))
        .programs("tp_btf", "sys_enter_btf", "sys_exit_btf")
        .programs("raw_tp", "sys_enter_raw", "sys_exit_raw")
        .programs("tracepoint", "sys_enter_tracepoint", "sys_exit_tracepoint")
        .programs("tp_btf, hash", "sys_enter_btf_hash", "sys_exit_btf_hash", "sched_process_exit_hash")
        .programs("raw_tp, hash", "sys_enter_raw_hash", "sys_exit_raw_hash", "sched_process_exit_hash");
  }
}
