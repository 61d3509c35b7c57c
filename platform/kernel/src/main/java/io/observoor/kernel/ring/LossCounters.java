package io.observoor.kernel.ring;

import io.observoor.api.batch.LossStage;
import io.observoor.libbpf.BpfMap;
import io.observoor.libbpf.MappedMemory;

/**
 * The events that found a ring buffer full, as the programs count them in {@code observoor_losses}:
 * element {@code cpu * OBSERVOOR_EVENT_TYPES + type}. Read from shared memory, without a system
 * call. Reader thread.
 */
final class LossCounters implements LossSource, AutoCloseable {
  private final MappedMemory memory;
  private final int cpus;
  private final long[] reported;

  private LossCounters(MappedMemory memory, int cpus) {
    this.memory = memory;
    this.cpus = cpus;
    this.reported = new long[cpus * RecordLayout.EVENT_TYPES];
  }

  /** Maps the counters; what they count from the map's creation on is reported. */
  static LossCounters map(BpfMap losses) {
    MappedMemory memory =
        MappedMemory.map(losses.fd(), 0, (long) losses.maxEntries() * Long.BYTES, false);
    return new LossCounters(memory, losses.maxEntries() / RecordLayout.EVENT_TYPES);
  }

  /** Added up over the CPUs. */
  @Override
  public void collect(LossSink sink) {
    for (int type = 0; type < RecordLayout.EVENT_TYPES; type++) {
      long lost = 0;
      for (int slot = type;
          slot < cpus * RecordLayout.EVENT_TYPES;
          slot += RecordLayout.EVENT_TYPES) {
        long count = Memory.getLongOpaque(memory.address() + (long) slot * Long.BYTES);
        lost += count - reported[slot];
        reported[slot] = count;
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
