package io.observoor.api.probe;

import io.observoor.api.batch.ClientType;
import java.util.List;
import java.util.Map;

/**
 * How each of the reference agent's events and of the metrics that they become is declared.
 * docs/declaring-metrics.md explains them; probes take their own from here.
 */
final class ReferenceMetrics {
  static final Dimension PORT_LABEL =
      Dimension.names(
              "port_label",
              Map.of(
                  1L,
                  "el_p2p",
                  2L,
                  "el_discovery",
                  3L,
                  "el_json_rpc",
                  4L,
                  "el_ws",
                  5L,
                  "el_engine_api",
                  6L,
                  "cl_p2p",
                  7L,
                  "cl_discovery",
                  8L,
                  "cl_beacon_api",
                  9L,
                  "cl_grpc"),
              "unknown")
          .option("network.include_port");
  static final Dimension DIRECTION =
      Dimension.names("direction", Map.of(0L, "tx", 1L, "rx"), "unknown")
          .option("network.include_direction");
  static final Dimension DEVICE = Dimension.number("device_id").option("disk.include_device");
  static final Dimension READ_WRITE =
      Dimension.names("rw", Map.of(0L, "read", 1L, "write"), "unknown").option("disk.include_rw");

  /** Local port first, then the remote one; stands for the tables of clients and ports. */
  static final CodeSource LABEL =
      CodeSource.computed(
          event ->
              event.clientType() == ClientType.GETH.id()
                      && (event.field(1) == 30303 || event.field(2) == 30303)
                  ? 1
                  : 0);

  private ReferenceMetrics() {}

  static ProbeDeclaration latencies(String probe, List<String> names) {
    ProbeDeclaration.Builder builder = ProbeDeclaration.named(probe);
    for (String name : names) {
      builder
          .event(EventDeclaration.named(name).field("duration_ns", Unit.NANOSECONDS))
          .metric(MetricDeclaration.latency(name).from(MetricInput.of(name).value("duration_ns")));
    }
    return builder.build();
  }

  static ProbeDeclaration counters(String probe, List<String> names) {
    ProbeDeclaration.Builder builder = ProbeDeclaration.named(probe);
    for (String name : names) {
      builder
          .event(EventDeclaration.named(name).field("count", Unit.COUNT))
          .metric(MetricDeclaration.counter(name).from(MetricInput.of(name).count("count")));
    }
    return builder.build();
  }

  static ProbeDeclaration syscall() {
    return latencies(
        "syscall",
        List.of(
            "syscall_read",
            "syscall_write",
            "syscall_futex",
            "syscall_mmap",
            "syscall_epoll_wait",
            "syscall_fsync",
            "syscall_fdatasync",
            "syscall_pwrite"));
  }

  static ProbeDeclaration descriptors() {
    return counters("descriptors", List.of("fd_open", "fd_close"));
  }

  static ProbeDeclaration disk() {
    MetricInput request =
        MetricInput.of("disk_io").code(CodeSource.field("device")).code(CodeSource.field("write"));
    return ProbeDeclaration.named("disk")
        .event(
            EventDeclaration.named("disk_io")
                .field("duration_ns", Unit.NANOSECONDS)
                .field("bytes", Unit.BYTES)
                .field("queue_depth", Unit.COUNT)
                .field("device", Unit.CODE)
                .field("write", Unit.CODE))
        .event(
            EventDeclaration.named("block_merge")
                .field("bytes", Unit.BYTES)
                .field("device", Unit.CODE)
                .field("write", Unit.CODE))
        .metric(
            MetricDeclaration.latency("disk_latency")
                .by(DEVICE)
                .by(READ_WRITE)
                .from(request.value("duration_ns")))
        .metric(
            MetricDeclaration.counter("disk_bytes")
                .by(DEVICE)
                .by(READ_WRITE)
                .from(request.value("bytes")))
        .metric(
            MetricDeclaration.gauge("disk_queue_depth")
                .by(DEVICE)
                .by(READ_WRITE)
                .from(request.value("queue_depth")))
        .metric(
            MetricDeclaration.counter("block_merge")
                .by(DEVICE)
                .by(READ_WRITE)
                .from(
                    MetricInput.of("block_merge")
                        .value("bytes")
                        .code(CodeSource.field("device"))
                        .code(CodeSource.field("write"))))
        .build();
  }

  static ProbeDeclaration net() {
    // TCP and UDP are groups of their own but one type of event to the user
    return ProbeDeclaration.named("net")
        .event(
            transfer("net_tx_tcp", "net_tx", "tcp_send")
                .field("srtt_us", Unit.MICROSECONDS)
                .field("snd_cwnd", Unit.COUNT))
        .event(transfer("net_tx_udp", "net_tx", "udp_send"))
        .event(transfer("net_rx_tcp", "net_rx", "tcp_recv"))
        .event(transfer("net_rx_udp", "net_rx", "udp_recv"))
        .event(transfer("tcp_retransmit", "tcp_retransmit", "tcp_retransmit"))
        .event(EventDeclaration.named("tcp_state").field("new_state", Unit.CODE))
        .metric(
            MetricDeclaration.counter("net_io")
                .by(PORT_LABEL)
                .by(DIRECTION)
                .from(bytes("net_tx_tcp", 0))
                .from(bytes("net_tx_udp", 0))
                .from(bytes("net_rx_tcp", 1))
                .from(bytes("net_rx_udp", 1)))
        .metric(
            MetricDeclaration.counter("tcp_retransmit")
                .by(PORT_LABEL)
                .by(DIRECTION)
                .from(bytes("tcp_retransmit", 0)))
        .metric(
            MetricDeclaration.gauge("tcp_rtt")
                .by(PORT_LABEL)
                .from(level("srtt_us").whenGreater("srtt_us", 0)))
        .metric(
            MetricDeclaration.gauge("tcp_cwnd")
                .by(PORT_LABEL)
                .from(level("snd_cwnd").whenGreater("snd_cwnd", 0)))
        .metric(MetricDeclaration.counter("tcp_state_change").from(MetricInput.of("tcp_state")))
        .build();
  }

  private static EventDeclaration transfer(String name, String type, String group) {
    return EventDeclaration.named(name)
        .type(type)
        .group(group)
        .field("bytes", Unit.BYTES)
        .field("local_port", Unit.CODE)
        .field("remote_port", Unit.CODE);
  }

  private static MetricInput bytes(String event, long direction) {
    return MetricInput.of(event).value("bytes").code(LABEL).code(CodeSource.constant(direction));
  }

  private static MetricInput level(String field) {
    return MetricInput.of("net_tx_tcp").value(field).code(LABEL);
  }

  static ProbeDeclaration sched() {
    return ProbeDeclaration.named("sched")
        .event(
            EventDeclaration.named("sched_switch")
                .group("scheduler")
                .field("on_cpu_ns", Unit.NANOSECONDS)
                .field("voluntary", Unit.CODE))
        .event(
            EventDeclaration.named("sched_runqueue")
                .group("scheduler")
                .field("runqueue_ns", Unit.NANOSECONDS)
                .field("off_cpu_ns", Unit.NANOSECONDS))
        .metric(
            MetricDeclaration.latency("sched_on_cpu")
                .from(MetricInput.of("sched_switch").value("on_cpu_ns")))
        .metric(
            MetricDeclaration.latency("sched_runqueue")
                .from(
                    MetricInput.of("sched_runqueue")
                        .value("runqueue_ns")
                        .whenGreater("runqueue_ns", 0)))
        .metric(
            MetricDeclaration.latency("sched_off_cpu")
                .from(
                    MetricInput.of("sched_runqueue")
                        .value("off_cpu_ns")
                        .whenGreater("off_cpu_ns", 0)))
        .derivedMetric(new CpuUtilization())
        .build();
  }

  static ProbeDeclaration mem() {
    return ProbeDeclaration.named("mem")
        .event(EventDeclaration.named("page_fault").field("major", Unit.CODE))
        .event(EventDeclaration.named("mem_reclaim").field("duration_ns", Unit.NANOSECONDS))
        .event(EventDeclaration.named("mem_compaction").field("duration_ns", Unit.NANOSECONDS))
        .event(EventDeclaration.named("swap_in").field("pages", Unit.PAGES))
        .event(EventDeclaration.named("swap_out").field("pages", Unit.PAGES))
        .event(EventDeclaration.named("oom_kill"))
        .event(EventDeclaration.named("process_exit").field("exit_code", Unit.CODE))
        .metric(
            MetricDeclaration.counter("page_fault_major")
                .from(MetricInput.of("page_fault").whenEqual("major", 1)))
        .metric(
            MetricDeclaration.counter("page_fault_minor")
                .from(MetricInput.of("page_fault").whenEqual("major", 0)))
        .metric(
            MetricDeclaration.latency("mem_reclaim")
                .from(MetricInput.of("mem_reclaim").value("duration_ns")))
        .metric(
            MetricDeclaration.latency("mem_compaction")
                .from(MetricInput.of("mem_compaction").value("duration_ns")))
        .metric(MetricDeclaration.counter("swap_in").from(MetricInput.of("swap_in").value("pages")))
        .metric(
            MetricDeclaration.counter("swap_out").from(MetricInput.of("swap_out").value("pages")))
        .metric(MetricDeclaration.counter("oom_kill").from(MetricInput.of("oom_kill")))
        .metric(MetricDeclaration.counter("process_exit").from(MetricInput.of("process_exit")))
        .build();
  }

  /** No kernel event: tables that are read from /proc, the beacon node and the hardware. */
  static ProbeDeclaration readings() {
    return ProbeDeclaration.named("readings")
        .snapshot(ReferenceSnapshots.MEMORY_USAGE)
        .snapshot(ReferenceSnapshots.IO_USAGE)
        .snapshot(ReferenceSnapshots.DESCRIPTOR_USAGE)
        .snapshot(ReferenceSnapshots.SCHEDULER_USAGE)
        .snapshot(ReferenceSnapshots.SYNC_STATE)
        .snapshot(ReferenceSnapshots.HOST_SPECS)
        .build();
  }

  static List<ProbeDeclaration> all() {
    return List.of(syscall(), descriptors(), disk(), net(), sched(), mem(), readings());
  }
}
