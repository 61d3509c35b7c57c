package io.observoor.probes.net;

/**
 * Labels by whose port it is, transport and port: open addressing over primitives, so that a
 * look-up allocates nothing. Filled by one thread, then published and never changed.
 */
final class PortTable {
  /** In the place of a transport: the key that says that a process has ports of its own. */
  private static final int PRESENT = 0;

  private static final long CLIENTS = 1L << 31;
  private static final int FREE = 0;

  private final long[] keys;
  private final byte[] labels;
  private final int mask;

  /** A table with room for some ports, and as many processes. */
  PortTable(int ports) {
    int size = Integer.highestOneBit(Math.max(8, ports * 2)) * 2;
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

  /** Says that {@code whose} has ports of its own. */
  void add(long whose) {
    put(key(whose, PRESENT, 0), 1);
  }

  /** Adds a port; the label that came first stays. */
  void add(long whose, LabeledPort port) {
    put(key(whose, port.transport().code(), port.port()), port.label().code());
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
    keys[slot] = key;
    labels[slot] = (byte) label;
  }

  private int get(long key) {
    int slot = slot(key);
    while (keys[slot] != FREE) {
      if (keys[slot] == key) {
        return labels[slot];
      }
      slot = slot + 1 & mask;
    }
    return 0;
  }
}
