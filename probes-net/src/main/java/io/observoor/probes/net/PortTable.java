package io.observoor.probes.net;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;

/**
 * Labels by whose port it is, transport and port: open addressing over primitives, so that a
 * look-up neither allocates nor locks. One thread adds while another may look up; nothing is ever
 * changed or taken out.
 */
final class PortTable {
  private static final VarHandle KEYS = MethodHandles.arrayElementVarHandle(long[].class);

  /** In the place of a transport: the key that says that a process has ports of its own. */
  private static final int PRESENT = 0;

  private static final long CLIENTS = 1L << 31;
  private static final int FREE = 0;

  private final long[] keys;
  private final byte[] labels;
  private final int mask;
  private int used;

  /** A table with room for so many ports and owners together, before it is {@link #fits full}. */
  PortTable(int room) {
    int size = Integer.highestOneBit(Math.max(8, room * 2)) * 2;
    keys = new long[size];
    labels = new byte[size];
    mask = size - 1;
  }

  /** Whose ports: those of all processes of a client that have none of their own. */
  static long client(int clientType) {
    return CLIENTS | clientType;
  }

  /** Whose ports: those of one process. */
  static long process(int pid) {
    return pid;
  }

  /** How much room some ports take. */
  static int room(List<LabeledPort> ports) {
    return ports.size() + 1;
  }

  /** Whether these can be added without making look-ups slow. */
  boolean fits(List<LabeledPort> ports) {
    return (used + room(ports)) * 2 <= keys.length;
  }

  /**
   * Adds an owner and its ports, which must {@link #fits fit}. Of labels of the same port, the
   * first stays.
   */
  void add(long whose, List<LabeledPort> ports) {
    for (LabeledPort port : ports) {
      put(key(whose, port.transport().code(), port.port()), port.label().code());
    }
    // last: who finds it finds the ports as well
    put(key(whose, PRESENT, 0), 1);
  }

  boolean has(long whose) {
    return get(key(whose, PRESENT, 0)) != 0;
  }

  /** The label's code; {@link PortLabel#UNKNOWN} where there is none. */
  int label(long whose, Transport transport, long port) {
    return LabeledPort.isPort(port)
        ? get(key(whose, transport.code(), (int) port))
        : PortLabel.UNKNOWN;
  }

  /** Never {@link #FREE}: nobody is 0. */
  private static long key(long whose, int transport, int port) {
    return whose << 18 | (long) transport << 16 | port;
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
