package io.observoor.libbpf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Loads programs into the running kernel: needs root and a kernel with BTF. */
class BpfObjectTest {

  @Test
  void listsProgramsMapsAndVariables() {
    try (BpfObject object = TestObjects.open()) {
      assertEquals(
          List.of(
              new BpfProgram("calls_enter", "tp_btf/sys_enter"),
              new BpfProgram("careless", "tp_btf/sys_exit"),
              new BpfProgram("nowhere", "fentry/no_such_function_of_any_kernel")),
          object.programs());
      assertTrue(
          object
              .mapNames()
              .containsAll(List.of("observoor_rings", "observoor_tracked", "nth_counts")));
      assertEquals(2, object.variableSize("observoor_event_base"));
      assertEquals(64 * 8, object.variableSize("observoor_rules"));
      assertTrue(object.hasVariable("wide"));
      assertFalse(object.hasVariable("narrow"));
    }
  }

  @Test
  void readsStructLayouts() {
    try (BpfObject object = TestObjects.open()) {
      StructLayout event = object.struct("observoor_event");
      assertEquals(24, event.size());
      assertEquals(new StructLayout.Member("pid", 8, 4), event.member("pid"));
      assertEquals(new StructLayout.Member("fields", 24, 0), event.member("fields"));
    }
  }

  @Test
  void loadsWithSharedMapsAndSetVariables() {
    try (BpfMap rings = sharedRings();
        BpfObject object = TestObjects.open()) {
      object.setU16("observoor_event_base", 7);
      object.setU32("syscall_number", 110);
      object.setBytes("observoor_rules", 8, new byte[] {1, 0, 0, 0, 2, 0, 0, 0});
      object.reuse("observoor_rings", rings);
      object.load();

      BpfMap tracked = object.map("observoor_tracked");
      tracked.put(42, 3);
      tracked.put(43, 4);
      assertEquals(3, tracked.get(42).orElseThrow());
      assertEquals(2, tracked.keys().length);
      assertTrue(tracked.remove(42));
      assertFalse(tracked.remove(42));
      assertTrue(tracked.get(42).isEmpty());
      try (BpfLink link = object.attach(TestObjects.ENTER)) {
        assertEquals("calls_enter", link.program().name());
      }
      Libbpf.awaitRunningPrograms();
    }
  }

  @Test
  void errorsOfWrongUseNameTheMistake() {
    try (BpfMap rings = sharedRings();
        BpfObject object = TestObjects.open()) {
      assertMessage("has no read-only variable narrow", () -> object.setU16("narrow", 1));
      assertMessage("it has 4 bytes", () -> object.setU16("syscall_number", 1));
      assertMessage("it has 512 bytes", () -> object.setBytes("observoor_rules", 510, new byte[4]));
      assertMessage("has no map elsewhere", () -> object.reuse("elsewhere", rings));
      assertMessage("has no program elsewhere", () -> object.setAutoload("elsewhere", true));
      assertThrows(IllegalStateException.class, () -> object.attach(TestObjects.ENTER));
    }
    byte[] garbage = "no object".getBytes(StandardCharsets.US_ASCII);
    assertMessage("cannot open BPF object garbage", () -> BpfObject.open(garbage, "garbage"));
  }

  @Test
  void verifierRejectionHasTheEndOfTheLog() {
    try (BpfObject object = TestObjects.open()) {
      object.setAutoload(TestObjects.CARELESS, true);
      BpfException refusal = assertThrows(BpfException.class, object::load);

      assertEquals("EACCES", refusal.errnoName());
      assertTrue(
          refusal
              .getMessage()
              .startsWith(
                  "the verifier rejected careless (tp_btf/sys_exit) of calls: EACCES (Permission denied)"),
          refusal.getMessage());
      assertTrue(refusal.getMessage().contains("map_value_or_null"), refusal.getMessage());
      assertFalse(refusal.getMessage().contains("\n"));
      assertTrue(refusal.log().size() <= 20);
      assertTrue(refusal.report().contains("bpf_map_lookup_elem"), refusal.report());
    }
  }

  @Test
  void failureWithoutVerifierLogHasLibbpfsWarnings() {
    try (BpfObject object = TestObjects.open()) {
      object.setAutoload(TestObjects.NOWHERE, true);
      BpfException refusal = assertThrows(BpfException.class, object::load);

      assertTrue(
          refusal.getMessage().contains("cannot load nowhere (fentry/no_such_function"),
          refusal.getMessage());
      assertTrue(refusal.getMessage().contains("ESRCH"), refusal.getMessage());
      assertTrue(refusal.getMessage().contains("has no such hook"), refusal.getMessage());
      assertTrue(refusal.report().contains("no_such_function_of_any_kernel"), refusal.report());
    }
  }

  @Test
  void closesTwiceAndWithAttachedPrograms() {
    BpfObject object = TestObjects.open();
    object.load();
    BpfMap tracked = object.map("observoor_tracked");
    BpfLink link = object.attach(TestObjects.ENTER);
    object.close();
    object.close();
    link.close();
    assertThrows(IllegalStateException.class, tracked::fd);
    assertThrows(IllegalStateException.class, object::load);
  }

  private static BpfMap sharedRings() {
    try (BpfMap ring = BpfMap.create(MapType.RINGBUF, "ring", 0, 0, 1 << 16, 0)) {
      BpfMap rings = BpfMap.createArrayOfMaps("rings", 4, ring);
      rings.putMap(0, ring);
      return rings;
    }
  }

  private static void assertMessage(String part, Runnable action) {
    BpfException refusal = assertThrows(BpfException.class, action::run);
    assertTrue(refusal.getMessage().contains(part), refusal.getMessage());
  }
}
