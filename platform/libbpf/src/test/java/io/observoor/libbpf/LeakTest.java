package io.observoor.libbpf;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.observoor.testing.Await;
import org.junit.jupiter.api.Test;

/**
 * Repeated opening, loading, attaching, detaching and closing leaks nothing, also if the kernel
 * refuses a program.
 */
class LeakTest {
  private static final int WARM_UP = 100;
  private static final int CYCLES = 1000;

  /**
   * Leaking the memory of each object would take about 100 MiB; the JVM allocates a little, too.
   */
  private static final long TOLERATED_BYTES = 4 << 20;

  @Test
  void aThousandCyclesLeakNothing() throws Throwable {
    run(WARM_UP);
    long descriptors = KernelObjects.count().descriptors();
    long usedBefore = NativeHeap.usedBytes();

    run(CYCLES);

    // the kernel frees maps and programs a little after the last reference to them is closed
    Await.until(
        "maps and programs are freed",
        () -> {
          Libbpf.awaitRunningPrograms();
          return KernelObjects.count();
        },
        new KernelObjects(descriptors, 0, 0)::equals);
    long grown = NativeHeap.usedBytes() - usedBefore;
    assertTrue(grown < TOLERATED_BYTES, () -> "grew by " + grown + " bytes");
  }

  private static void run(int cycles) {
    for (int i = 0; i < cycles; i++) {
      cycle(i);
    }
  }

  private static void cycle(int i) {
    try (BpfMap ring = BpfMap.create(MapType.RINGBUF, "calls_ring", 0, 0, 1 << 12, 0);
        BpfMap rings = BpfMap.createArrayOfMaps("calls_rings", 1, ring);
        MappedMemory page = MappedMemory.map(ring.fd(), 0, Libbpf.pageSize(), true);
        Epoll epoll = Epoll.create();
        BpfObject object = TestObjects.open()) {
      assertTrue(page.address() != 0);
      epoll.add(ring.fd());
      rings.putMap(0, ring);
      object.reuse("observoor_rings", rings);
      object.setU16("observoor_event_base", i);
      if (i % 10 == 9) {
        object.setAutoload(TestObjects.CARELESS, true);
        assertThrows(BpfException.class, object::load);
        return;
      }
      object.load();
      BpfLink link = object.attach(TestObjects.ENTER);
      if (i % 2 == 0) {
        link.close();
      }
    }
  }
}
