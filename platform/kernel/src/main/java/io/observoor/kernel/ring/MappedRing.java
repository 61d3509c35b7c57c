package io.observoor.kernel.ring;

import io.observoor.libbpf.BpfMap;
import io.observoor.libbpf.Libbpf;
import io.observoor.libbpf.MappedMemory;

/**
 * A ring buffer of the kernel mapped into our memory, as kernel/bpf/ringbuf.c lays it out: the
 * consumer's page, which we may write; the producer's page; the data, twice. Of the second copy one
 * page is enough for the end of a record that wraps around, and every mapped page counts as our
 * resident memory.
 */
final class MappedRing implements AutoCloseable {
  private final MappedMemory consumer;
  private final MappedMemory rest;
  private final RingMemory memory;

  private MappedRing(MappedMemory consumer, MappedMemory rest, RingMemory memory) {
    this.consumer = consumer;
    this.rest = rest;
    this.memory = memory;
  }

  /** Maps a ring buffer; the map may be closed afterwards. */
  static MappedRing map(BpfMap ring) {
    int page = Libbpf.pageSize();
    int size = ring.maxEntries();
    MappedMemory consumer = MappedMemory.map(ring.fd(), 0, page, true);
    try {
      MappedMemory rest = MappedMemory.map(ring.fd(), page, page + size + page, false);
      RingMemory memory =
          new RingMemory(consumer.address(), rest.address(), rest.address() + page, size);
      return new MappedRing(consumer, rest, memory);
    } catch (RuntimeException refused) {
      consumer.close();
      throw refused;
    }
  }

  RingMemory memory() {
    return memory;
  }

  @Override
  public void close() {
    consumer.close();
    rest.close();
  }
}
