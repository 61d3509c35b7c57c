package io.observoor.kernel.ring;

import io.observoor.api.batch.LossStage;
import io.observoor.libbpf.BpfMap;
import io.observoor.libbpf.MappedMemory;

/**
 * Reads the programs' counts of events that found a ring buffer full, from the map {@code
 * observoor_losses}: element {@code cpu * OBSERVOOR_EVENT_TYPES + type}. Reads mapped memory,
 * without a system call. Reader thread.
 */
final class LossCounters implements AutoCloseable {
  private final MappedMemory memory;
  private final int cpus;
  private final long[] reported;

  private LossCounters(MappedMemory memory, int cpus) {
    this.memory = memory;
    this.cpus = cpus;
    this.reported = new long[cpus * RecordLayout.EVENT_TYPES];
  }

  /** Maps the counters; the first report covers everything since the map was created. */
  static LossCounters map(BpfMap losses) {
    MappedMemory memory =
        MappedMemory.map(losses.fd(), 0, (long) losses.maxEntries() * Long.BYTES, false);
    return new LossCounters(memory, losses.maxEntries() / RecordLayout.EVENT_TYPES);
  }

  /** Reports the losses since the last call, summed over the CPUs. */
  public void collect(LossSink sink) {
    for (int type = 0; type < RecordLayout.EVENT_TYPES; type++) {
      long lost = 0;
      for (int element = type;
          element < cpus * RecordLayout.EVENT_TYPES;
          element += RecordLayout.EVENT_TYPES) {
        long count = Memory.getLongOpaque(memory.address() + (long) element * Long.BYTES);
        lost += count - reported[element];
        reported[element] = count;
      }
      if (lost != 0) {
        sink.lost(type, LossStage.KERNEL_RING, lost);
      }
    }
  }

  @Override
  public void close() {
    memory.close();
  }
}
