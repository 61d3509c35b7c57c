package io.observoor.kernel.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.observoor.pipeline.Slab;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random memory contents: no exception, no endless loop, only declared records are delivered, and
 * every other one is counted.
 */
class RingBufferReaderFuzzTest {
  private static final int SIZE = 8192;
  private static final int ROUNDS = 3000;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34})
  void survivesRandomContents(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    try (Arena arena = Arena.ofConfined()) {
      PreparedRing ring = new PreparedRing(arena, SIZE, 8L * random.nextInt(1 << 20));
      TestPipeline pipeline = new TestPipeline(64);
      long[] lost = new long[1];
      RingBufferReader reader =
          new RingBufferReader(
              List.of(ring.memory()),
              pipeline.writer(),
              pipeline,
              (type, stage, count) -> lost[0] += count);
      long delivered = 0;
      for (int round = 0; round < ROUNDS; round++) {
        fill(ring, random);
        int state = reader.pass();
        assertTrue(pipeline.writer().publish(0));
        for (long[] record : pipeline.take()) {
          int type = Slab.type(record[2]);
          assertEquals(pipeline.fieldCount(type), Slab.fieldCount(record[2]));
          delivered++;
        }
        if ((state & RingBufferReader.BUSY) == 0) {
          assertEquals(ring.producer() & -8L, ring.consumer());
        }
        // makes the ring valid for the next round
        ring.moveProducer(ring.producer() & -8L);
        if ((state & RingBufferReader.BUSY) != 0) {
          ring.putInt(ring.consumer(), 0);
          reader.pass();
        }
        assertEquals(ring.producer(), ring.consumer());
      }
      ReaderCounters counters = reader.counters();
      long read = 0;
      for (int type = 0; type < RecordLayout.EVENT_TYPES; type++) {
        read += counters.read(type);
      }
      assertEquals(delivered, read);
      assertEquals(lost[0], counters.decodeErrors() + counters.resynchronisations());
      assertTrue(delivered > 0 && counters.decodeErrors() > 0 && counters.resynchronisations() > 0);
    }
  }

  /**
   * Writes valid records and then damages some of them; sometimes only noise or a random position.
   */
  private static void fill(PreparedRing ring, SplittableRandom random) {
    long begin = ring.producer();
    switch (random.nextInt(20)) {
      case 0 -> {
        int bytes = 8 * random.nextInt(1, SIZE / 8 + 1);
        for (long position = begin; position < begin + bytes; position += 8) {
          ring.putLong(position, random.nextInt(3) == 0 ? random.nextInt(256) : random.nextLong());
        }
        ring.moveProducer(begin + bytes);
      }
      case 1 -> ring.moveProducer(begin + random.nextLong(-100_000, 100_000));
      default -> {
        int records = random.nextInt(1, 20);
        for (int i = 0; i < records; i++) {
          int type = random.nextInt(TestPipeline.KNOWN_TYPES);
          ring.event(random.nextLong(), type, type, new long[type]);
        }
        for (int damaged = random.nextInt(4); damaged > 0; damaged--) {
          long position = begin + 8L * random.nextInt((int) (ring.producer() - begin) / 8);
          if (random.nextBoolean()) {
            ring.putInt(position, random.nextInt());
          } else {
            ring.putInt(position, random.nextInt(300));
          }
        }
      }
    }
  }
}
