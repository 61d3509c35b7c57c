package io.observoor.pipeline.metric;

import io.observoor.api.batch.Table;
import io.observoor.api.batch.TableContext;
import java.util.Arrays;
import java.util.List;

/** What one open window has aggregated: a table for each metric that had an event. */
public final class WindowTables {
  private MetricTable[] tables = new MetricTable[16];
  private MetricStore[] stores = new MetricStore[16];
  private int end;

  MetricTable table(MetricStore store) {
    int slot = store.slot();
    return slot < end && tables[slot] != null ? tables[slot] : acquire(store);
  }

  private MetricTable acquire(MetricStore store) {
    int slot = store.slot();
    if (slot >= tables.length) {
      int length = Math.max(tables.length * 2, slot + 1);
      tables = Arrays.copyOf(tables, length);
      stores = Arrays.copyOf(stores, length);
    }
    end = Math.max(end, slot + 1);
    stores[slot] = store;
    tables[slot] = store.acquire();
    return tables[slot];
  }

  /** How many rows it has so far. */
  public long size() {
    long size = 0;
    for (int i = 0; i < end; i++) {
      size += tables[i] == null ? 0 : tables[i].size();
    }
    return size;
  }

  /** Appends the rows of each metric that has some, and empties everything for another window. */
  public void drainTo(List<Table> rows, TableContext context) {
    for (int i = 0; i < end; i++) {
      if (tables[i] != null) {
        if (tables[i].size() > 0) {
          rows.add(stores[i].rows(tables[i], context));
        }
        stores[i].release(tables[i]);
        tables[i] = null;
        stores[i] = null;
      }
    }
    end = 0;
  }
}
