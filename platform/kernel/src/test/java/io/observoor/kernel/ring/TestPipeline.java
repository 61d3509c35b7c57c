package io.observoor.kernel.ring;

import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;
import io.observoor.pipeline.EventTypes;
import io.observoor.pipeline.Slab;
import io.observoor.pipeline.SlabWriter;
import java.util.ArrayList;
import java.util.List;

/** The shared ring with the test as its consumer. Event type n has n fields, for n from 0 to 9. */
final class TestPipeline implements EventTypes {
  static final int KNOWN_TYPES = 10;

  private final RingBuffer<Slab> ring;
  private final Sequence consumed = new Sequence();
  private final SlabWriter writer;
  private volatile long watermark;
  private long next;

  TestPipeline(int slabs) {
    ring = RingBuffer.createSingleProducer(Slab::new, slabs);
    ring.addGatingSequences(consumed);
    writer = new SlabWriter(ring);
  }

  SlabWriter writer() {
    return writer;
  }

  long watermark() {
    return watermark;
  }

  @Override
  public int fieldCount(int type) {
    return type >= 0 && type < KNOWN_TYPES ? type : -1;
  }

  @Override
  public String name(int type) {
    return fieldCount(type) < 0 ? UNKNOWN : "type" + type;
  }

  /** Takes the published records, each as its words. */
  List<long[]> take() {
    List<long[]> records = new ArrayList<>();
    for (; next <= ring.getCursor(); next++) {
      Slab slab = ring.get(next);
      int offset = 0;
      while (offset < slab.length()) {
        int count = 3 + Slab.fieldCount(slab.words()[offset + 2]);
        long[] record = new long[count];
        System.arraycopy(slab.words(), offset, record, 0, count);
        records.add(record);
        offset += count;
      }
      watermark = Math.max(watermark, slab.watermark());
      consumed.set(next);
    }
    return records;
  }

  /** Takes the published records and only counts them. */
  long takeCount() {
    long records = 0;
    for (; next <= ring.getCursor(); next++) {
      Slab slab = ring.get(next);
      for (int at = 0; at < slab.length(); at += 3 + Slab.fieldCount(slab.words()[at + 2])) {
        records++;
      }
      watermark = Math.max(watermark, slab.watermark());
      consumed.set(next);
    }
    return records;
  }
}
