package io.observoor.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.lmax.disruptor.BlockingWaitStrategy;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A writer to a ring of two slabs; the test is the consumer. */
class SlabWriterTest {
  private final RingBuffer<Slab> ring =
      RingBuffer.createSingleProducer(Slab::new, 2, new BlockingWaitStrategy());
  private final Sequence consumed = new Sequence();
  private final SlabWriter writer = new SlabWriter(ring);

  @BeforeEach
  void gate() {
    ring.addGatingSequences(consumed);
  }

  private void write(long value) {
    assertTrue(writer.reserve(4));
    writer.words()[writer.position()] = value;
    writer.advance(4);
  }

  private void fill() {
    for (int i = 0; i < Slab.CAPACITY / 4; i++) {
      write(i);
    }
  }

  @Test
  void recordsShareASlab() {
    write(7);
    write(8);
    assertEquals(-1, ring.getCursor(), "nothing is published yet");
    assertTrue(writer.publish(100));
    Slab slab = ring.get(0);
    assertEquals(8, slab.length());
    assertEquals(100, slab.watermark());
    assertEquals(7, slab.words()[0]);
    assertEquals(8, slab.words()[4]);
  }

  @Test
  void publishesAFullSlabWithoutAWatermark() {
    fill();
    assertEquals(-1, ring.getCursor());
    write(1);
    assertEquals(0, ring.getCursor());
    assertEquals(Slab.CAPACITY, ring.get(0).length());
    assertEquals(0, ring.get(0).watermark());
    assertTrue(writer.publish(5));
    assertEquals(4, ring.get(1).length());
    assertEquals(5, ring.get(1).watermark());
  }

  @Test
  void aFullRingAcceptsAndLosesNothing() {
    fill();
    fill();
    assertFalse(writer.reserve(4));
    assertFalse(writer.reserve(4));
    assertEquals(1, ring.getCursor(), "the written records are published");
    assertFalse(writer.publish(9), "no slab is free for the watermark");
    consumed.set(0);
    assertTrue(writer.publish(9));
    assertEquals(0, ring.get(2).length());
    assertEquals(9, ring.get(2).watermark());
    consumed.set(1);
    write(3);
    assertTrue(writer.publish(10));
    assertEquals(3, ring.get(3).words()[0]);
  }

  @Test
  void publishesOnlyNewRecordsOrWatermarks() {
    assertTrue(writer.publish(0));
    assertEquals(-1, ring.getCursor());
    assertTrue(writer.publish(5));
    assertTrue(writer.publish(5));
    assertTrue(writer.publish(4));
    assertEquals(0, ring.getCursor());
    write(1);
    assertTrue(writer.publish(4), "publishes the records without a watermark");
    assertEquals(0, ring.get(1).watermark());
  }

  @Test
  void aRecordThatDoesNotFitStartsTheNextSlab() {
    write(1);
    assertTrue(writer.reserve(Slab.CAPACITY));
    assertEquals(0, writer.position());
    assertSame(ring.get(1).words(), writer.words());
  }

  @Test
  void headerWordsRoundTrip() {
    long process = Slab.processWord(-2, Integer.MAX_VALUE);
    assertEquals(-2, Slab.pid(process));
    assertEquals(Integer.MAX_VALUE, Slab.tid(process));
    long type = Slab.typeWord(1023, 255, 16, 65_535);
    assertEquals(1023, Slab.type(type));
    assertEquals(255, Slab.clientType(type));
    assertEquals(16, Slab.fieldCount(type));
    assertEquals(65_535, Slab.cpu(type));
  }
}
