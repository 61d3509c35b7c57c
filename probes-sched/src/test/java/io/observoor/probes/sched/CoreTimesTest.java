package io.observoor.probes.sched;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Compares the map with {@link HashMap}. */
final class CoreTimesTest {
  private final CoreTimes times = new CoreTimes();

  @Test
  void keysContainPidAndCpu() {
    long key = CoreTimes.key(4_194_303, 65_535);
    assertEquals(4_194_303, CoreTimes.pid(key));
    assertEquals(65_535, CoreTimes.cpu(key));
  }

  @Test
  void addsAndClearsAsAHashMapDoes() {
    Random random = new Random(1);
    for (int round = 0; round < 20; round++) {
      Map<Long, Long> expected = new HashMap<>();
      int most = round % 2 == 0 ? 5_000 : 3;
      for (int i = 0; i < 20_000; i++) {
        long key = CoreTimes.key(1 + random.nextInt(most), random.nextInt(4));
        times.add(key, 1, i, 1);
        expected.merge(key, (long) i, Long::sum);
      }
      times.sort();
      assertEquals(expected.size(), times.size());
      Map<Long, Long> found = new HashMap<>();
      long last = 0;
      for (int i = 0; i < times.size(); i++) {
        long key = times.sorted(i);
        assertEquals(true, key > last, "in order");
        last = key;
        found.put(key, times.nanosAt(times.find(key)));
      }
      assertEquals(expected, found);
      times.clear();
      assertEquals(0, times.size());
    }
  }

  @Test
  void addsSlicesAndKeepsTheLastClient() {
    long key = CoreTimes.key(7, 1);
    times.add(key, 0, 10, 1);
    times.add(key, 200, 5, 2);
    int at = times.find(key);
    assertEquals(15, times.nanosAt(at));
    assertEquals(3, times.slicesAt(at));
    assertEquals(200, times.clientAt(at));
  }
}
