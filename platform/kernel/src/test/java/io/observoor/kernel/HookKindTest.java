package io.observoor.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HookKindTest {
  @ParameterizedTest
  @CsvSource({
    "tp_btf/sys_enter, tp_btf",
    "raw_tp/sys_enter, raw_tp",
    "raw_tracepoint/sched_switch, raw_tp",
    "tracepoint/oom/mark_victim, tracepoint",
    "?tp/syscalls/sys_enter_read, tracepoint",
    "fexit/tcp_sendmsg, fentry",
    "kretprobe/tcp_recvmsg, kprobe",
    "perf_event, perf_event",
    "iter/task, other"
  })
  void readsSections(String section, String kind) {
    assertEquals(kind, HookKind.ofSection(section).text());
  }

  @Test
  void findsKindsByName() {
    for (HookKind kind : HookKind.values()) {
      assertEquals(Optional.of(kind), HookKind.of(kind.text()));
    }
    assertEquals(Optional.empty(), HookKind.of("fexit"));
  }
}
