package io.observoor.kernel.ring;

import io.observoor.libbpf.BpfMap;
import io.observoor.libbpf.MappedMemory;
import java.lang.invoke.VarHandle;

/**
 * Requests wake-ups from the programs: writes the {@code struct observoor_control} of each CPU in
 * the mapped map {@code observoor_control}. Reader thread.
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
   * @param wakeupBytes unread bytes of a ring buffer at which its program wakes the reader
   */
  static WakeupControl map(BpfMap control, int wakeupBytes) {
    int cpus = control.maxEntries();
    MappedMemory memory =
        MappedMemory.map(control.fd(), 0, (long) cpus * RecordLayout.CONTROL_BYTES, true);
    WakeupControl mapped = new WakeupControl(memory, cpus);
    mapped.set(RecordLayout.CONTROL_WAKEUP_BYTES_OFFSET, wakeupBytes);
    return mapped;
  }

  /** Enables wake-ups. The caller checks the ring buffers again before it sleeps. */
  void arm() {
    set(RecordLayout.CONTROL_ARMED_OFFSET, 1);
    // the flag must be visible before the positions are read again
    VarHandle.fullFence();
  }

  /** Disables wake-ups, which cost the traced process time. */
  void disarm() {
    set(RecordLayout.CONTROL_ARMED_OFFSET, 0);
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
