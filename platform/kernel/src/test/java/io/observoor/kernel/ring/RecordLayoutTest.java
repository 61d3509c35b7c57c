package io.observoor.kernel.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.observoor.libbpf.BpfObject;
import io.observoor.libbpf.StructLayout;
import io.observoor.pipeline.EventTypes;
import io.observoor.pipeline.Slab;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Compares Java's constants with bpf/observoor/event.h, by the BTF of a compiled object. */
class RecordLayoutTest {

  @Test
  void event() {
    StructLayout struct = struct("observoor_event");
    assertEquals(RecordLayout.EVENT_HEADER_BYTES, struct.size());
    assertEquals(
        List.of(
            new StructLayout.Member("timestamp", RecordLayout.EVENT_TIMESTAMP_OFFSET, 8),
            new StructLayout.Member("pid", RecordLayout.EVENT_PID_OFFSET, 4),
            new StructLayout.Member("tid", RecordLayout.EVENT_TID_OFFSET, 4),
            new StructLayout.Member("type", RecordLayout.EVENT_TYPE_OFFSET, 2),
            new StructLayout.Member("client_type", RecordLayout.EVENT_CLIENT_TYPE_OFFSET, 1),
            new StructLayout.Member("field_count", RecordLayout.EVENT_FIELD_COUNT_OFFSET, 1),
            new StructLayout.Member("cpu", RecordLayout.EVENT_CPU_OFFSET, 2),
            new StructLayout.Member("reserved", 22, 2),
            new StructLayout.Member("fields", RecordLayout.EVENT_HEADER_BYTES, 0)),
        struct.members());
    assertEquals(RecordLayout.EVENT_HEADER_WORDS, Slab.HEADER_WORDS);
  }

  @Test
  void control() {
    StructLayout struct = struct("observoor_control");
    assertEquals(RecordLayout.CONTROL_BYTES, struct.size());
    assertEquals(
        new StructLayout.Member("armed", RecordLayout.CONTROL_ARMED_OFFSET, 4),
        struct.member("armed"));
    assertEquals(
        new StructLayout.Member("wakeup_bytes", RecordLayout.CONTROL_WAKEUP_BYTES_OFFSET, 4),
        struct.member("wakeup_bytes"));
  }

  @Test
  void process() {
    StructLayout struct = struct("observoor_process");
    assertEquals(RecordLayout.PROCESS_BYTES, struct.size());
    assertEquals(
        new StructLayout.Member("client_type", RecordLayout.PROCESS_CLIENT_TYPE_OFFSET, 1),
        struct.member("client_type"));
  }

  @Test
  void rule() {
    StructLayout struct = struct("observoor_rule");
    assertEquals(RecordLayout.RULE_BYTES, struct.size());
    assertEquals(
        List.of(
            new StructLayout.Member("mode", RecordLayout.RULE_MODE_OFFSET, 4),
            new StructLayout.Member("parameter", RecordLayout.RULE_PARAMETER_OFFSET, 4)),
        struct.members());
  }

  @Test
  void lossCounters() {
    try (BpfObject object = BpfObject.open(CallCounter.elf(), "calls")) {
      assertEquals(64 * RecordLayout.RULE_BYTES, object.variableSize("observoor_rules"));
      object.load();
      assertEquals(RecordLayout.EVENT_TYPES, object.map("observoor_losses").maxEntries());
      assertEquals(RecordLayout.EVENT_TYPES, EventTypes.MAXIMUM);
    }
  }

  private static StructLayout struct(String tag) {
    try (BpfObject object = BpfObject.open(CallCounter.elf(), "calls")) {
      return object.struct(tag);
    }
  }
}
