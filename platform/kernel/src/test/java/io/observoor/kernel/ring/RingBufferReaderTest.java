package io.observoor.kernel.ring;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.observoor.api.batch.LossStage;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Reads memory that the test has written, without the kernel. */
class RingBufferReaderTest {
  private static final int SIZE = 4096;

  private final Arena arena = Arena.ofShared();
  private final PreparedRing ring = new PreparedRing(arena, SIZE, 0);
  private final TestPipeline pipeline = new TestPipeline(64);
  private final List<String> losses = new ArrayList<>();
  private final RingBufferReader reader = reader(ring);

  private RingBufferReader reader(PreparedRing... rings) {
    return new RingBufferReader(
        Arrays.stream(rings).map(PreparedRing::memory).toList(),
        pipeline.writer(),
        pipeline,
        (type, stage, count) -> losses.add(stage + " " + type + " " + count));
  }

  @AfterEach
  void free() {
    arena.close();
  }

  @Test
  void copiesRecordsUnchanged() {
    ring.event(1000, 2, 2, 11, 12);
    ring.event(1001, 0, 0);
    ring.event(1002, 3, 3, 21, 22, 23);

    assertEquals(RingBufferReader.MOVED, reader.pass());
    List<long[]> records = published();

    assertEquals(3, records.size());
    assertArrayEquals(
        new long[] {1000, 7 | 8L << 32, 2 | 2L << 16 | 2L << 24 | 1L << 32, 11, 12},
        records.get(0));
    assertEquals(3, records.get(1).length);
    assertArrayEquals(new long[] {21, 22, 23}, Arrays.copyOfRange(records.get(2), 3, 6));
    assertEquals(ring.producer(), ring.consumer());
    assertEquals(1, reader.counters().read(2));
    assertEquals(0, reader.pass());
    assertNoLosses();
  }

  @Test
  void wrapsAroundManyTimes() {
    long expected = 0;
    long seen = 0;
    for (int round = 0; round < 500; round++) {
      for (int i = 0; i < 7 + round % 5; i++) {
        ring.event(
            expected,
            1 + (int) (expected % 3),
            1 + (int) (expected % 3),
            new long[1 + (int) (expected % 3)]);
        expected++;
      }
      assertEquals(RingBufferReader.MOVED, reader.pass());
      for (long[] record : published()) {
        assertEquals(seen++, record[0]);
      }
    }
    assertEquals(expected, seen);
    assertNoLosses();
  }

  @Test
  void startsAtTheConsumerPosition() {
    PreparedRing old = new PreparedRing(arena, SIZE, (1L << 40) + 4096 - 16);
    old.event(5, 1, 1, 6);
    assertEquals(RingBufferReader.MOVED, reader(old).pass());
    assertEquals(1, published().size());
    assertNoLosses();
  }

  @Test
  void stopsAtARecordThatIsNotSubmitted() {
    ring.event(1, 1, 1, 0);
    long busy = ring.record(32 | PreparedRing.BUSY, PreparedRing.header(2, 1, 1), 0);
    ring.event(3, 1, 1, 0);

    assertEquals(RingBufferReader.MOVED | RingBufferReader.BUSY, reader.pass());
    assertEquals(1, published().size());
    assertEquals(busy, ring.consumer());
    assertEquals(RingBufferReader.BUSY, reader.pass());

    ring.putInt(busy, 32);
    assertEquals(RingBufferReader.MOVED, reader.pass());
    assertEquals(2, published().size());
    assertNoLosses();
  }

  @Test
  void skipsDiscardedRecords() {
    ring.record(32 | PreparedRing.DISCARD, PreparedRing.header(1, 1, 1), 0);
    ring.record(5 | PreparedRing.DISCARD, new long[] {0});
    ring.event(2, 1, 1, 0);
    ring.record(32 | PreparedRing.DISCARD, PreparedRing.header(3, 1, 1), 0);
    ring.event(4, 1, 1, 0);

    assertEquals(RingBufferReader.MOVED, reader.pass());
    assertEquals(List.of(2L, 4L), timestamps());
    assertNoLosses();
  }

  @Test
  void countsAndSkipsUndeclaredRecords() {
    ring.event(1, 1, 1, 0);
    ring.record(16, new long[] {1, 2}); // short
    ring.record(25, PreparedRing.header(1, 1, 1), 0); // not a multiple of eight
    ring.record(24 + 17 * 8, PreparedRing.header(1, 1, 17), new long[17]); // over-long
    ring.event(1, 77, 1, 0); // unknown type
    ring.event(1, 2000, 1, 0); // impossible type
    ring.event(1, 1, 2, 0, 0); // more fields than declared
    ring.event(1, 2, 1, 0, 0); // the field count contradicts the length
    ring.event(9, 1, 1, 0);

    assertEquals(RingBufferReader.MOVED, reader.pass());
    assertEquals(List.of(1L, 9L), timestamps());
    assertEquals(
        List.of(
            "DECODE -1 1",
            "DECODE 1 1",
            "DECODE 1 1",
            "DECODE -1 1",
            "DECODE -1 1",
            "DECODE 1 1",
            "DECODE 2 1"),
        losses);
    assertEquals(7, reader.counters().decodeErrors());
    assertEquals(0, reader.counters().resynchronisations());
    assertEquals(ring.producer(), ring.consumer());
  }

  @Test
  void dropsTheRestAfterAnInvalidLength() {
    ring.event(1, 1, 1, 0);
    ring.record(0, new long[] {0, 0});
    ring.moveProducer(ring.producer() + 72);

    assertEquals(RingBufferReader.MOVED, reader.pass());
    assertEquals(List.of(1L), timestamps());
    assertResynchronised(80);

    ring.event(2, 1, 1, 0);
    reader.pass();
    assertEquals(List.of(2L), timestamps());
  }

  @Test
  void ignoresALengthBeyondTheProducerPosition() {
    long begin = ring.record(32, PreparedRing.header(1, 1, 1), 0);
    ring.event(2, 1, 1, 0);
    ring.putInt(begin, 200);
    reader.pass();
    assertEquals(List.of(), timestamps());
    assertResynchronised(80);
  }

  @Test
  void ignoresATruncatedRecordOfAKnownLength() {
    ring.event(1, 1, 1, 0);
    ring.event(2, 1, 1, 0);
    ring.moveProducer(ring.producer() - 8);
    reader.pass();
    assertEquals(List.of(1L), timestamps());
    assertResynchronised(32);
  }

  @Test
  void ignoresInvalidPositions() {
    ring.moveProducer(SIZE + 8);
    assertEquals(RingBufferReader.MOVED, reader.pass());
    assertResynchronised(SIZE);

    ring.moveProducer(16); // before the consumer position
    reader.pass();
    assertEquals(2, reader.counters().resynchronisations());
    assertEquals(16, ring.consumer());

    ring.moveProducer(16 + 3); // not a multiple of eight
    assertEquals(0, reader.pass());
    ring.moveProducer(16);
    ring.event(4, 1, 1, 0);
    reader.pass();
    assertEquals(List.of(4L), timestamps());
  }

  @Test
  void ignoresForeignWritesToTheConsumersPage() {
    ring.event(1, 1, 1, 0);
    reader.pass();
    ring.moveConsumer(123_456);
    ring.event(2, 1, 1, 0);
    reader.pass();
    assertEquals(List.of(1L, 2L), timestamps());
    assertEquals(ring.producer(), ring.consumer());
    assertNoLosses();
  }

  @Test
  void leavesRecordsWhileTheSharedRingIsFull() {
    PreparedRing large = new PreparedRing(arena, 1 << 20, 0);
    PreparedRing other = new PreparedRing(arena, SIZE, 0);
    TestPipeline small = new TestPipeline(4);
    RingBufferReader both =
        new RingBufferReader(
            List.of(large.memory(), other.memory()),
            small.writer(),
            small,
            (type, stage, count) -> losses.add("lost"));
    int events = 4 * 1024 + 3; // four slabs hold 4096 records of four words
    for (int i = 0; i < events; i++) {
      large.event(i, 1, 1, i);
    }
    other.event(-1, 1, 1, 0);

    assertEquals(RingBufferReader.MOVED | RingBufferReader.FULL, both.pass());
    assertEquals(4096L * 40, large.consumer());
    assertEquals(0, other.consumer());
    assertEquals(RingBufferReader.FULL, both.pass());

    assertEquals(4096, small.take().size());
    assertEquals(RingBufferReader.MOVED, both.pass());
    assertTrue(small.writer().publish(0));
    assertEquals(
        List.of(4096L, 4097L, 4098L, -1L), small.take().stream().map(record -> record[0]).toList());
    assertNoLosses();
  }

  @Test
  void readsEveryRing() {
    PreparedRing second = new PreparedRing(arena, SIZE, 64);
    ring.event(1, 1, 1, 0);
    second.event(2, 4, 4, 0, 0, 0, 0);
    RingBufferReader both = reader(ring, second);
    assertTrue(both.hasUnread(40));
    assertFalse(both.hasUnread(65));
    assertEquals(RingBufferReader.MOVED, both.pass());
    assertEquals(List.of(1L, 2L), timestamps());
    assertFalse(both.hasUnread(1));
  }

  private List<long[]> published() {
    assertTrue(pipeline.writer().publish(0));
    return pipeline.take();
  }

  private List<Long> timestamps() {
    return published().stream().map(record -> record[0]).toList();
  }

  private void assertNoLosses() {
    assertEquals(List.of(), losses);
    assertEquals(0, reader.counters().decodeErrors());
    assertEquals(0, reader.counters().lostBytes());
  }

  private void assertResynchronised(long lostBytes) {
    assertEquals(List.of(LossStage.DECODE + " -1 1"), losses);
    assertEquals(1, reader.counters().resynchronisations());
    assertEquals(lostBytes, reader.counters().lostBytes());
    assertEquals(ring.producer(), ring.consumer());
  }
}
