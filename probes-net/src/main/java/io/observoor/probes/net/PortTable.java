package io.observoor.probes.net;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;

/**
 * Map from owner, transport and port to a label: open addressing over primitives, so that look-ups
 * neither allocate nor lock. One thread adds while others look up; entries are never changed or
 * removed.
 */
final class PortTable {
  private static final VarHandle KEYS = MethodHandles.arrayElementVarHandle(long[].class);

  /** Transport of the key that marks an owner as present. */
  private static final int PRESENT = 0;

  private static final long CLIENT_BIT = 1L << 31;
  private static final int FREE = 0;

  private final long[] keys;
  private final byte[] labels;
  private final int mask;
  private int used;

  /** Creates a table that {@link #fits} {@code room} ports and owners together. */
  PortTable(int room) {
    int size = Integer.highestOneBit(Math.max(8, room * 2)) * 2;
    keys = new long[size];
    labels = new byte[size];
    mask = size - 1;
  }

  /** Returns the owner of a client's default ports. */
  static long client(int clientType) {
    return CLIENT_BIT | clientType;
  }

  /** Returns the owner of one process's ports. */
  static long process(int pid) {
    return pid;
  }

  /** Returns the room that an owner with these ports needs. */
  static int room(List<LabeledPort> ports) {
    return ports.size() + 1;
  }

  /** Returns whether an owner with these ports can be added at a load factor of at most 1/2. */
  boolean fits(List<LabeledPort> ports) {
    return (used + room(ports)) * 2 <= keys.length;
  }

  /** Adds an owner and its ports, which must {@link #fits fit}. The first label of a port wins. */
  void add(long owner, List<LabeledPort> ports) {
    for (LabeledPort port : ports) {
      put(key(owner, port.transport().code, port.port()), port.label().code);
    }
    // last: a reader that finds the owner also finds its ports
    put(key(owner, PRESENT, 0), 1);
  }

  boolean has(long owner) {
    return get(key(owner, PRESENT, 0)) != 0;
  }

  /** Returns the code of a port's label; {@link PortLabel#UNKNOWN} if it has none. */
  int label(long owner, Transport transport, long port) {
    return LabeledPort.isPort(port)
        ? get(key(owner, transport.code, (int) port))
        : PortLabel.UNKNOWN;
  }

  /** Returns a key; never {@link #FREE}, because no owner is 0. */
  private static long key(long owner, int transport, int port) {
    return owner << 18 | (long) transport << 16 | port;
  }

  private int slot(long key) {
    long hash = key * 0x9E3779B97F4A7C15L;
    return (int) (hash >>> 32) & mask;
  }

  private void put(long key, int label) {
    int slot = slot(key);
    while (keys[slot] != FREE) {
      if (keys[slot] == key) {
        return;
      }
      slot = slot + 1 & mask;
    }
    labels[slot] = (byte) label;
    KEYS.setRelease(keys, slot, key);
    used++;
  }

  private int get(long key) {
    int slot = slot(key);
    for (long found = keyAt(slot); found != FREE; found = keyAt(slot)) {
      if (found == key) {
        return labels[slot];
      }
      slot = slot + 1 & mask;
    }
    return 0;
  }

  private long keyAt(int slot) {
    return (long) KEYS.getAcquire(keys, slot);
  }
}
