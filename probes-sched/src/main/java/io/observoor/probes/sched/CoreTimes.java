package io.observoor.probes.sched;

import java.util.Arrays;

/**
 * Map from process and CPU to running time and slices: open addressing over primitives. Allocates
 * only to grow. Not thread-safe.
 */
final class CoreTimes {
  private static final int MINIMUM_CAPACITY = 64;

  /** Bits of the CPU in a key, as in the header of a record. */
  private static final int CPU_BITS = 16;

  private static final int CPU_MASK = (1 << CPU_BITS) - 1;

  /** Multiplier of Knuth's multiplicative hashing: 2^64 / golden ratio. */
  private static final long HASH_MULTIPLIER = 0x9E3779B97F4A7C15L;

  /** An unused slot: no process has the pid 0, so no key is 0. */
  private static final long FREE = 0;

  private long[] keys = new long[MINIMUM_CAPACITY];
  private long[] nanos = new long[MINIMUM_CAPACITY];
  private int[] slices = new int[MINIMUM_CAPACITY];
  private byte[] clients = new byte[MINIMUM_CAPACITY];
  private int size;

  /** The keys in order, as of the last {@link #sort}. */
  private long[] sorted = new long[MINIMUM_CAPACITY];

  /** Returns the key of a process on a CPU; the keys of one process are adjacent in order. */
  static long key(int pid, int cpu) {
    return (Integer.toUnsignedLong(pid) << CPU_BITS) | (cpu & CPU_MASK);
  }

  static int pid(long key) {
    return (int) (key >>> CPU_BITS);
  }

  static int cpu(long key) {
    return (int) key & CPU_MASK;
  }

  /** Adds to the time and the slices of a key; sets its client type. */
  void add(long key, int clientType, long addedNanos, int addedSlices) {
    int slot = find(key);
    if (keys[slot] == FREE) {
      if (2 * (size + 1) > keys.length) {
        resize(2 * keys.length);
        slot = find(key);
      }
      keys[slot] = key;
      size++;
    }
    nanos[slot] += addedNanos;
    slices[slot] += addedSlices;
    clients[slot] = (byte) clientType;
  }

  /** Returns the number of keys. */
  int size() {
    return size;
  }

  /** Returns the slot of a key, or the free slot for it. */
  int find(long key) {
    int mask = keys.length - 1;
    int slot = (int) ((key * HASH_MULTIPLIER) >>> 32) & mask;
    while (keys[slot] != key && keys[slot] != FREE) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  long nanosAt(int slot) {
    return nanos[slot];
  }

  int slicesAt(int slot) {
    return slices[slot];
  }

  int clientAt(int slot) {
    return Byte.toUnsignedInt(clients[slot]);
  }

  /** Sorts the keys for {@link #sorted}. */
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

  /** Returns the key at a position in the order of the last {@link #sort}. */
  long sorted(int position) {
    return sorted[position];
  }

  /** Removes all keys; halves the capacity if less than an eighth was used. */
  void clear() {
    if (keys.length > MINIMUM_CAPACITY && 8 * size < keys.length) {
      size = 0;
      allocate(keys.length / 2);
      sorted = new long[MINIMUM_CAPACITY];
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
        int slot = find(oldKeys[i]);
        keys[slot] = oldKeys[i];
        nanos[slot] = oldNanos[i];
        slices[slot] = oldSlices[i];
        clients[slot] = oldClients[i];
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
