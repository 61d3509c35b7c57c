package io.observoor.agent.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.observoor.kernel.EventStatus;
import io.observoor.kernel.EventStatus.State;
import java.util.List;
import org.junit.jupiter.api.Test;

class CheckReportTest {
  private static final EventStatus READ =
      new EventStatus(
          "syscall", "syscall_read", "syscall_read", State.ATTACHED, "tp_btf", List.of());
  private static final EventStatus MMAP =
      new EventStatus("syscall", "syscall_mmap", "syscall_mmap", State.DISABLED, "", List.of());
  private static final EventStatus OPEN =
      new EventStatus(
          "syscall", "fd_open", "fd_open", State.UNAVAILABLE, "", List.of("no such hook"));

  @Test
  void reportsThatAllEventsAttach() {
    CheckReport report = report("6.18.1", true, List.of(), List.of(READ, MMAP));
    assertTrue(report.isOk());
    assertEquals(
        List.of(
            "configuration  ok: file.yaml",
            "  note         a warning",
            "kernel         6.18.1",
            "kernel BTF     present",
            "capabilities   ok",
            "",
            "EVENT         GROUP         PROBE    HOOK",
            "syscall_read  syscall_read  syscall  tp_btf",
            "syscall_mmap  syscall_mmap  syscall  off: disabled by the configuration",
            "",
            "1 of 1 enabled events attach on kernel 6.18.1"),
        report.lines());
  }

  @Test
  void reportsWhatIsMissing() {
    assertFalse(report("5.4.0-generic", true, List.of(), List.of(READ)).isOk());
    assertFalse(report("6.18.1", false, List.of(), List.of(READ)).isOk());
    assertFalse(report("6.18.1", true, List.of(), List.of()).isOk());
    CheckReport report = report("6.18.1", true, List.of("CAP_BPF is missing"), List.of(READ, OPEN));
    assertFalse(report.isOk());
    assertTrue(report.lines().contains("fd_open       fd_open       syscall  not available [1]"));
    assertTrue(report.lines().contains("  CAP_BPF is missing"));
    assertTrue(report.lines().contains("1 of 2 enabled events attach on kernel 6.18.1"));
  }

  @Test
  void listsTheReasonsOfEventsOnce() {
    List<String> refused =
        List.of(
            "fentry: cannot attach tcp_send (fentry/tcp_sendmsg) of net: EPERM (Operation not permitted):"
                + " the kernel refuses trampolines",
            "kprobe: no such file");
    CheckReport report =
        report(
            "6.1.0",
            true,
            List.of(),
            List.of(
                new EventStatus("net", "net_tx", "tcp_send", State.UNAVAILABLE, "", refused),
                new EventStatus("net", "net_rx", "tcp_recv", State.UNAVAILABLE, "", refused),
                new EventStatus(
                    "net",
                    "tcp_state",
                    "tcp_state",
                    State.ATTACHED,
                    "raw_tp",
                    List.of("tp_btf: no")),
                READ));
    List<String> lines = report.lines();
    assertEquals(
        List.of(
            "EVENT         GROUP         PROBE    HOOK",
            "net_tx        tcp_send      net      not available [1]",
            "net_rx        tcp_recv      net      not available [1]",
            "tcp_state     tcp_state     net      raw_tp [2]",
            "syscall_read  syscall_read  syscall  tp_btf",
            "",
            "[1] not available:",
            "    fentry: cannot attach tcp_send (fentry/tcp_sendmsg) of net: EPERM (Operation not permitted):"
                + " the kernel refuses",
            "      trampolines",
            "    kprobe: no such file",
            "",
            "[2] not used:",
            "    tp_btf: no",
            "",
            "2 of 4 enabled events attach on kernel 6.1.0"),
        lines.subList(lines.indexOf("") + 1, lines.size()));
  }

  @Test
  void readsCapabilities() {
    assertEquals(
        List.of(), Capabilities.parse(List.of("Name:\tx", "CapEff:\t000001ffffffffff")).missing());
    assertEquals(4, Capabilities.parse(List.of("CapEff:\t0000000000000000")).missing().size());
    assertEquals(4, Capabilities.parse(List.of()).missing().size());
    // CAP_BPF, CAP_PERFMON, CAP_SYS_PTRACE: what remains is CAP_SYS_RESOURCE
    List<String> missing = new Capabilities(1L << 39 | 1L << 38 | 1L << 19).missing();
    assertEquals(1, missing.size());
    assertTrue(missing.getFirst().startsWith("CAP_SYS_RESOURCE is missing: "));
  }

  @Test
  void comparesReleases() {
    assertTrue(KernelRelease.isNewEnough("5.8.0"));
    assertTrue(KernelRelease.isNewEnough("6.1.0-13-amd64"));
    assertTrue(KernelRelease.isNewEnough("5.10.0"));
    assertFalse(KernelRelease.isNewEnough("5.7.19"));
    assertFalse(KernelRelease.isNewEnough("4.19.0"));
  }

  private static CheckReport report(
      String kernel, boolean btf, List<String> missing, List<EventStatus> events) {
    return new CheckReport("file.yaml", List.of("a warning"), kernel, btf, missing, events);
  }
}
