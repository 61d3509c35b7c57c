package io.observoor.pipeline.metric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.observoor.api.batch.Histogram;
import io.observoor.api.probe.MetricKind;
import org.junit.jupiter.api.Test;

/** Cases that the random comparison with the model does not cover. */
class MetricTableTest {
  private static final long KEY = RowKey.ofSampling(0) | 42;

  @Test
  void aBucketOverflowKeepsTheNeighbour() {
    MetricTable table = new MetricTable(MetricKind.LATENCY, 0);
    int row = table.row(KEY);
    table.add(row, 5, 0xFFFF_FFFFL);
    table.add(row, 5_000, 0xFFFF_FFFEL);
    table.add(row, 5, 3);
    table.add(row, 5_000, 3);
    int[] buckets = new int[Histogram.SIZE];
    table.buckets(row, buckets);
    assertArrayEquals(new int[] {2, 1, 0, 0, 0, 0, 0, 0, 0, 0}, buckets);
  }

  @Test
  void foldsCodesBeyondTheLimit() {
    MetricTable table = new MetricTable(MetricKind.COUNTER, 1);
    int events = MetricTable.MAX_ROWS + 1_000;
    long[] codes = new long[1];
    for (int i = 1; i <= events; i++) {
      codes[0] = i;
      table.add(table.row(KEY, codes), 2, 1);
    }
    assertTrue(table.isFolded());
    assertEquals(MetricTable.MAX_ROWS + 1, table.size());
    codes[0] = 0;
    assertEquals(1_000, table.count(table.row(KEY, codes)));
    long count = 0;
    for (int row = table.nextRow(0); row >= 0; row = table.nextRow(row + table.stride())) {
      count += table.count(row);
    }
    assertEquals(events, count);
  }

  @Test
  void shrinksAfterManySmallWindows() {
    MetricTable table = new MetricTable(MetricKind.GAUGE, 0);
    for (int i = 0; i < 50_000; i++) {
      table.row(RowKey.ofSampling(0) | i);
    }
    table.clear();
    int large = table.capacity();
    table.clear();
    assertEquals(large, table.capacity(), "one small window changes nothing");
    for (int window = 0; window < 200; window++) {
      table.row(KEY);
      table.clear();
    }
    assertTrue(table.capacity() <= 64);
    assertEquals(0, table.size());
    assertEquals(-1, table.nextRow(0));
  }
}
