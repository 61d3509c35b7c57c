package io.observoor.benchmarks.agent;

import io.observoor.benchmarks.report.EventKind;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The ways to count a kind of event.
 *
 * @param batch number of events in some 50 ms
 * @param hooks empty programs of {@code events.bpf.c} at the agent's hooks
 * @param groups the agent's event groups
 * @param probe the groups' probe
 * @param script a hand-written bpftrace script; PID stands for the process
 */
record EventRecipe(
    int batch, List<String> hooks, List<String> groups, String probe, String script) {
  private static final List<String> CALLS = List.of("sys_enter", "sys_exit");
  private static final List<String> SOCKETS = List.of("sock_send_length", "sock_recv_length");
  private static final List<String> SCHEDULER = List.of("scheduler", "scheduler_wakeup");

  /** Every hook of our probes that these events pass. */
  static final List<String> ALL_HOOKS =
      List.of(
          "sys_enter",
          "sys_exit",
          "sched_switch",
          "sched_wakeup",
          "sched_wakeup_new",
          "sched_process_fork",
          "task_rename",
          "sched_process_exec",
          "sched_process_exit",
          "sched_process_free",
          "page_fault_minor",
          "page_fault_major",
          "count_memcg_events",
          "sock_send_length",
          "sock_recv_length",
          "tcp_rcv_space_adjust",
          "inet_sock_set_state",
          "block_bio_queue",
          "block_rq_issue",
          "block_rq_complete");

  private static final Map<EventKind, EventRecipe> ALL =
      Map.ofEntries(
          Map.entry(
              EventKind.SWITCH,
              new EventRecipe(
                  20_000,
                  List.of("sched_switch", "sched_wakeup"),
                  SCHEDULER,
                  "sched",
                  counts("tracepoint:sched:sched_switch", "tracepoint:sched:sched_wakeup"))),
          Map.entry(
              EventKind.WAKEUP,
              new EventRecipe(
                  32_000,
                  List.of("sched_wakeup"),
                  SCHEDULER,
                  "sched",
                  counts("tracepoint:sched:sched_wakeup"))),
          Map.entry(
              EventKind.FAULT,
              new EventRecipe(
                  50_000,
                  List.of("page_fault_minor"),
                  List.of("page_fault"),
                  "mem",
                  counts("software:minor-faults:1"))),
          Map.entry(
              EventKind.TCP,
              new EventRecipe(
                  15_000,
                  List.of("sock_send_length", "sock_recv_length", "tcp_rcv_space_adjust"),
                  List.of("tcp_send", "tcp_recv"),
                  "net",
                  counts("tracepoint:sock:sock_send_length", "tracepoint:sock:sock_recv_length"))),
          Map.entry(
              EventKind.UDP,
              new EventRecipe(
                  20_000,
                  SOCKETS,
                  List.of("udp_send", "udp_recv"),
                  "net",
                  counts("tracepoint:sock:sock_send_length", "tracepoint:sock:sock_recv_length"))),
          Map.entry(
              EventKind.CONNECT,
              new EventRecipe(
                  1_500,
                  List.of("inet_sock_set_state"),
                  // tcp_state requires another group
                  List.of("tcp_state", "tcp_send"),
                  "net",
                  counts("tracepoint:sock:inet_sock_set_state"))),
          Map.entry(
              EventKind.FORK,
              new EventRecipe(
                  400,
                  List.of("sched_process_fork", "sched_process_exit", "sched_process_free"),
                  List.of("process_exit"),
                  "mem",
                  "tracepoint:sched:sched_process_exit /comm == \"events\"/ { @ = count(); }")),
          Map.entry(
              EventKind.DISK,
              new EventRecipe(
                  400,
                  List.of("block_bio_queue", "block_rq_issue", "block_rq_complete"),
                  // disk_io requires block_merge
                  List.of("disk_io", "block_merge"),
                  "disk",
                  "tracepoint:block:block_rq_issue /pid == PID/"
                      + " { @start[args->dev, args->sector] = nsecs; }"
                      + " tracepoint:block:block_rq_complete /@start[args->dev, args->sector]/"
                      + " { @ns = hist(nsecs - @start[args->dev, args->sector]);"
                      + " delete(@start[args->dev, args->sector]); }")),
          Map.entry(
              EventKind.OPEN,
              new EventRecipe(
                  40_000,
                  CALLS,
                  List.of("fd_open", "fd_close"),
                  "syscall",
                  counts(
                      "tracepoint:syscalls:sys_exit_openat",
                      "tracepoint:syscalls:sys_exit_close"))),
          Map.entry(
              EventKind.FUTEX,
              new EventRecipe(
                  200_000, CALLS, List.of("syscall_futex"), "syscall", durations("futex"))),
          Map.entry(
              EventKind.MMAP,
              new EventRecipe(
                  40_000, CALLS, List.of("syscall_mmap"), "syscall", durations("mmap"))));

  static EventRecipe of(EventKind kind) {
    return Objects.requireNonNull(ALL.get(kind), kind::id);
  }

  private static String counts(String... hooks) {
    StringBuilder script = new StringBuilder();
    for (int i = 0; i < hooks.length; i++) {
      script.append("%s /pid == PID/ { @counted%d = count(); } ".formatted(hooks[i], i));
    }
    return script.toString();
  }

  private static String durations(String call) {
    return "tracepoint:syscalls:sys_enter_CALL /pid == PID/ { @start[tid] = nsecs; }"
            .replace("CALL", call)
        + " tracepoint:syscalls:sys_exit_CALL /@start[tid]/ ".replace("CALL", call)
        + "{ @ns = hist(nsecs - @start[tid]); delete(@start[tid]); }";
  }

  /** Starts bpftrace for a process; returns when it counts. */
  Child trace(long pid) {
    return Bpftrace.run(
        script.replace("PID", Long.toString(pid))
            + " interval:ms:300 /!@told/ { @told = 1; printf(\"ready\\n\"); }");
  }
}
