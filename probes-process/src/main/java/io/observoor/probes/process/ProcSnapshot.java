package io.observoor.probes.process;

import io.observoor.api.batch.RowAppender;
import io.observoor.api.batch.Sampling;
import io.observoor.api.batch.TableSchema;
import io.observoor.api.batch.Window;
import io.observoor.api.probe.Snapshot;
import io.observoor.api.probe.TrackedProcess;
import io.observoor.probes.process.ProcTables.ProcTable;
import java.util.Collection;

/** Snapshot of one table: a row for each process whose reading has all its numbers. */
final class ProcSnapshot implements Snapshot {
  private final TableSchema schema;
  private final int[] slots;
  private final ProcReadings readings;

  ProcSnapshot(ProcTable table, ProcReadings readings) {
    this.schema = table.schema();
    this.slots = table.slots();
    this.readings = readings;
  }

  @Override
  public TableSchema schema() {
    return schema;
  }

  @Override
  public void collect(Window window, Collection<TrackedProcess> processes, RowAppender rows) {
    for (ProcReading reading : readings.of(window, processes)) {
      if (reading.has(slots)) {
        rows.process(reading.pid(), reading.clientType(), Sampling.NONE);
        for (int slot : slots) {
          rows.number(reading.value(slot));
        }
      }
    }
  }
}
