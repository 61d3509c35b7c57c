package io.observoor.pipeline.metric;

import io.observoor.api.batch.Table;
import io.observoor.api.batch.TableContext;
import java.util.Arrays;
import java.util.List;

/** The tables of one open window, one for each metric with events. */
public final class WindowTables {
  private MetricTable[] tables = new MetricTable[16];
  private MetricStore[] stores = new MetricStore[16];
  private int length;

  MetricTable table(MetricStore store) {
    int index = store.index();
    return index < length && tables[index] != null ? tables[index] : acquire(store);
  }

  private MetricTable acquire(MetricStore store) {
    int index = store.index();
    if (index >= tables.length) {
      int capacity = Math.max(tables.length * 2, index + 1);
      tables = Arrays.copyOf(tables, capacity);
      stores = Arrays.copyOf(stores, capacity);
    }
    length = Math.max(length, index + 1);
    stores[index] = store;
    tables[index] = store.acquire();
    return tables[index];
  }

  /** The number of rows so far. */
  public long size() {
    long size = 0;
    for (int i = 0; i < length; i++) {
      size += tables[i] == null ? 0 : tables[i].size();
    }
    return size;
  }

  /** Appends the rows of each metric with rows, and clears the tables for reuse. */
  public void drainTo(List<Table> rows, TableContext context) {
    for (int i = 0; i < length; i++) {
      if (tables[i] != null) {
        if (tables[i].size() > 0) {
          rows.add(stores[i].rows(tables[i], context));
        }
        stores[i].release(tables[i]);
        tables[i] = null;
        stores[i] = null;
      }
    }
    length = 0;
  }
}
