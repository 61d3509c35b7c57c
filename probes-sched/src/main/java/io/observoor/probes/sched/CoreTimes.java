package io.observoor.probes.sched;

import java.util.Arrays;

/**
 * Running time and slices by process and CPU: an open-addressed map of primitives. Allocates only
 * where more keys come than it ever had room for. Not thread-safe.
 */
final class CoreTimes {
  private static final int SMALLEST = 64;

  /** Bits of the CPU's number in a key: what a record's header has for it. */
  private static final int CPU_BITS = 16;

  private static final int CPU_MASK = (1 << CPU_BITS) - 1;

  /**
   * Spreads keys that differ in few bits; Knuth's multiplicative hashing, by 2^64 / golden ratio.
   */
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  /** No process has the pid 0, so no key is 0. */
  private static final long FREE = 0;

  private long[] keys = new long[SMALLEST];
  private long[] nanos = new long[SMALLEST];
  private int[] slices = new int[SMALLEST];
  private byte[] clients = new byte[SMALLEST];
  private int size;

  /** The keys in their order, as far as {@link #sort} has filled it. */
  private long[] sorted = new long[SMALLEST];

  /** The key of a process on a CPU. The keys of a process follow each other in order. */
  static long key(int pid, int cpu) {
    return (Integer.toUnsignedLong(pid) << CPU_BITS) | (cpu & CPU_MASK);
  }

  static int pid(long key) {
    return (int) (key >>> CPU_BITS);
  }

  static int cpu(long key) {
    return (int) key & CPU_MASK;
  }

  /** Adds to the time and the slices of a key. */
  void add(long key, int clientType, long moreNanos, int moreSlices) {
    int at = find(key);
    if (keys[at] == FREE) {
      if (2 * (size + 1) > keys.length) {
        resize(2 * keys.length);
        at = find(key);
      }
      keys[at] = key;
      size++;
    }
    nanos[at] += moreNanos;
    slices[at] += moreSlices;
    clients[at] = (byte) clientType;
  }

  /** How many keys it has. */
  int size() {
    return size;
  }

  /** Where a key is; where it would be, when it is not in the map. */
  int find(long key) {
    int mask = keys.length - 1;
    int at = (int) ((key * SPREAD) >>> 32) & mask;
    while (keys[at] != key && keys[at] != FREE) {
      at = (at + 1) & mask;
    }
    return at;
  }

  long nanosAt(int at) {
    return nanos[at];
  }

  int slicesAt(int at) {
    return slices[at];
  }

  int clientAt(int at) {
    return Byte.toUnsignedInt(clients[at]);
  }

  /** Puts the keys in order, for {@link #sorted}. */
  void sort() {
    if (sorted.length < size) {
      sorted = new long[keys.length];
    }
    int filled = 0;
    for (long key : keys) {
      if (key != FREE) {
        sorted[filled++] = key;
      }
    }
    Arrays.sort(sorted, 0, filled);
  }

  /** The key at a position of the order. */
  long sorted(int position) {
    return sorted[position];
  }

  /** Forgets all keys, and room that was far more than they needed. */
  void clear() {
    if (keys.length > SMALLEST && 8 * size < keys.length) {
      size = 0;
      allocate(keys.length / 2);
      sorted = new long[SMALLEST];
      return;
    }
    size = 0;
    Arrays.fill(keys, FREE);
    Arrays.fill(nanos, 0);
    Arrays.fill(slices, 0);
  }

  private void resize(int capacity) {
    long[] oldKeys = keys;
    long[] oldNanos = nanos;
    int[] oldSlices = slices;
    byte[] oldClients = clients;
    allocate(capacity);
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldKeys[i] != FREE) {
        int at = find(oldKeys[i]);
        keys[at] = oldKeys[i];
        nanos[at] = oldNanos[i];
        slices[at] = oldSlices[i];
        clients[at] = oldClients[i];
      }
    }
  }

  private void allocate(int capacity) {
    keys = new long[capacity];
    nanos = new long[capacity];
    slices = new int[capacity];
    clients = new byte[capacity];
  }
}
