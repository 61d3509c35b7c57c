package io.observoor.kernel.ring;

import io.observoor.libbpf.BpfMap;
import io.observoor.libbpf.MappedMemory;
import java.lang.invoke.VarHandle;

/**
 * How the reader asks the programs for a wake-up: {@code struct observoor_control}, one a CPU in
 * the shared memory of the map {@code observoor_control}. Reader thread.
 */
final class WakeupControl implements AutoCloseable {
  private final MappedMemory memory;
  private final int cpus;

  private WakeupControl(MappedMemory memory, int cpus) {
    this.memory = memory;
    this.cpus = cpus;
  }

  /**
   * Maps the control elements and sets the threshold.
   *
   * @param wakeupBytes how much must wait in a ring buffer before its program wakes us
   */
  static WakeupControl map(BpfMap control, int wakeupBytes) {
    int cpus = control.maxEntries();
    MappedMemory memory =
        MappedMemory.map(control.fd(), 0, (long) cpus * RecordLayout.CONTROL_BYTES, true);
    WakeupControl mapped = new WakeupControl(memory, cpus);
    mapped.set(RecordLayout.CONTROL_WAKEUP_BYTES, wakeupBytes);
    return mapped;
  }

  /** From here on programs wake us. The caller looks at the ring buffers again before it sleeps. */
  void arm() {
    set(RecordLayout.CONTROL_ARMED, 1);
    // the flag must be visible before the positions are read again
    VarHandle.fullFence();
  }

  /** We are awake: a wake-up would only cost the traced process. */
  void disarm() {
    set(RecordLayout.CONTROL_ARMED, 0);
  }

  private void set(int offset, int value) {
    long address = memory.address() + offset;
    for (int cpu = 0; cpu < cpus; cpu++) {
      Memory.setIntOpaque(address, value);
      address += RecordLayout.CONTROL_BYTES;
    }
  }

  @Override
  public void close() {
    disarm();
    memory.close();
  }
}
