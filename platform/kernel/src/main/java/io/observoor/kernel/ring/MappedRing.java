package io.observoor.kernel.ring;

import io.observoor.libbpf.BpfMap;
import io.observoor.libbpf.Libbpf;
import io.observoor.libbpf.MappedMemory;

/**
 * A mapped ring buffer, as kernel/bpf/ringbuf.c lays it out: the consumer's page, which is
 * writable; the producer's page; the data, twice. Maps one page of the second copy only: enough for
 * the end of a record that wraps around, and every mapped page counts as resident memory.
 */
final class MappedRing implements AutoCloseable {
  private final MappedMemory consumer;
  private final MappedMemory producerAndData;
  private final RingMemory memory;

  private MappedRing(MappedMemory consumer, MappedMemory producerAndData, RingMemory memory) {
    this.consumer = consumer;
    this.producerAndData = producerAndData;
    this.memory = memory;
  }

  /** Maps a ring buffer; the caller may close the map afterwards. */
  static MappedRing map(BpfMap ring) {
    int page = Libbpf.pageSize();
    int size = ring.maxEntries();
    MappedMemory consumer = MappedMemory.map(ring.fd(), 0, page, true);
    try {
      MappedMemory producerAndData = MappedMemory.map(ring.fd(), page, page + size + page, false);
      RingMemory memory =
          new RingMemory(
              consumer.address(),
              producerAndData.address(),
              producerAndData.address() + page,
              size);
      return new MappedRing(consumer, producerAndData, memory);
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
    producerAndData.close();
  }
}
