package io.observoor.kernel.ring;

import io.observoor.api.batch.LossStage;
import io.observoor.pipeline.EventTypes;
import io.observoor.pipeline.SlabWriter;
import java.util.List;

/**
 * Walks ring buffers and copies their records into slabs. Reader thread only, except for {@link
 * #counters()}.
 *
 * <p>A record is followed only when it is what its event declares: anything else is counted and
 * skipped by its length, and where the length makes no sense the rest of what is there is given up.
 * What does not fit into the shared ring stays in the kernel's.
 */
public final class RingBufferReader {
  /** A bit of {@link #pass()}: something was read or skipped. */
  public static final int MOVED = 1;

  /** A bit of {@link #pass()}: a record that is not submitted yet holds a ring buffer up. */
  public static final int BUSY = 2;

  /** A bit of {@link #pass()}: the shared ring has no room. */
  public static final int FULL = 4;

  /** Each release moves a cache line that the programs need: so much is read before one. */
  private static final int RELEASE_BYTES = 48 << 10;

  private final RingMemory[] rings;

  /**
   * Up to where each ring buffer is read; only ever what we computed, never what the shared page
   * says.
   */
  private final long[] positions;

  private final SlabWriter writer;
  private final EventTypes types;
  private final LossSink losses;
  private final ReaderCounters counters = new ReaderCounters();
  private final long[] readByType = counters.readByType();

  /**
   * Length of a valid record by its type; 0: not known yet. Types keep their length once they have
   * one.
   */
  private final int[] lengths = new int[RecordLayout.EVENT_TYPES];

  private int first;

  /** A reader of these ring buffers, from where their consumer's positions stand. */
  public RingBufferReader(
      List<RingMemory> rings, SlabWriter writer, EventTypes types, LossSink losses) {
    this.rings = rings.toArray(RingMemory[]::new);
    this.positions =
        rings.stream().mapToLong(ring -> Memory.getLongAcquire(ring.consumer())).toArray();
    this.writer = writer;
    this.types = types;
    this.losses = losses;
  }

  /** What has been read so far. */
  public ReaderCounters counters() {
    return counters;
  }

  /**
   * Reads every ring buffer up to where it stood when its turn came. Nothing is published: the
   * caller does that.
   *
   * @return {@link #MOVED}, {@link #BUSY} and {@link #FULL} as far as they apply; without the last
   *     two, all that had been submitted before the call has been read
   */
  public int pass() {
    int result = 0;
    for (int i = 0; i < rings.length; i++) {
      int ring = first + i < rings.length ? first + i : first + i - rings.length;
      result |= drain(ring);
      if ((result & FULL) != 0) {
        first = ring; // its turn is first when there is room again
        break;
      }
    }
    return result;
  }

  /** Whether so many bytes wait in one of the ring buffers. */
  boolean waiting(long bytes) {
    for (int i = 0; i < rings.length; i++) {
      if (Memory.getLongAcquire(rings[i].producer()) - positions[i] >= bytes) {
        return true;
      }
    }
    return false;
  }

  private int drain(int index) {
    RingMemory ring = rings[index];
    long begin = positions[index];
    long end = Memory.getLongAcquire(ring.producer());
    if (begin == end) {
      return 0;
    }
    if (end - begin < 0 || end - begin > ring.size() || (end & 7) != 0) {
      return resynchronise(index, end & -8L, ring.size());
    }

    long data = ring.data();
    long mask = ring.size() - 1L;
    long releaseBytes = Math.min(RELEASE_BYTES, ring.size() / 4);
    long released = begin;
    long position = begin;
    int result = MOVED;
    while (position != end) {
      long record = data + (position & mask);
      int header = Memory.getIntAcquire(record);
      if (header < 0) {
        result |= BUSY;
        break;
      }
      int length = header & ~RecordLayout.RING_DISCARD;
      long stride = RecordLayout.stride(length);
      if (length == 0 || stride > end - position) {
        // nothing says where the next record begins
        giveUp(end - position);
        position = end;
      } else if (header != length) {
        position += stride; // discarded by its program
      } else if (!plausible(length)) {
        decodeError(record, length);
        position += stride;
      } else if (writer.reserve(length >>> 3)) {
        long last = Math.min(end - stride, released + releaseBytes);
        int copied =
            RecordRun.copy(
                data,
                mask,
                position,
                last,
                length,
                lengths,
                readByType,
                writer.words(),
                writer.position());
        writer.advance(copied * (length >>> 3));
        position += copied * stride;
        if (copied == 0 && !learn(record, length)) {
          decodeError(record, length);
          position += stride;
        }
      } else {
        result |= FULL;
        break;
      }
      if (position - released >= releaseBytes) {
        Memory.setLongRelease(ring.consumer(), position);
        released = position;
      }
    }
    if (position != released) {
      Memory.setLongRelease(ring.consumer(), position);
    }
    positions[index] = position;
    return position == begin ? result & ~MOVED : result;
  }

  /** Whether an event of ours can have this length at all. */
  private static boolean plausible(int length) {
    return length >= RecordLayout.EVENT_HEADER_BYTES
        && length <= RecordLayout.EVENT_HEADER_BYTES + RecordLayout.MAXIMUM_FIELDS * Long.BYTES
        && (length & 7) == 0;
  }

  /**
   * Whether a record is what its event declares; the length is remembered, because a type keeps its
   * fields.
   */
  private boolean learn(long record, int length) {
    long shape = Memory.getLong(record + RecordLayout.RING_HEADER_BYTES + RecordLayout.EVENT_TYPE);
    int type = (int) shape & 0xffff;
    int fields = (length - RecordLayout.EVENT_HEADER_BYTES) / Long.BYTES;
    if (type >= RecordLayout.EVENT_TYPES
        || ((int) (shape >>> 24) & 0xff) != fields
        || types.fieldCount(type) != fields) {
      return false;
    }
    lengths[type] = length;
    return true;
  }

  /** A record that is not what its event declares; whose event it is, is told where it can be. */
  private void decodeError(long record, int length) {
    int type = LossSink.UNKNOWN_TYPE;
    if (length >= RecordLayout.EVENT_HEADER_BYTES) {
      int named =
          (int) Memory.getLong(record + RecordLayout.RING_HEADER_BYTES + RecordLayout.EVENT_TYPE)
              & 0xffff;
      if (named < RecordLayout.EVENT_TYPES && types.fieldCount(named) >= 0) {
        type = named;
      }
    }
    counters.decodeError();
    losses.lost(type, LossStage.DECODE, 1);
  }

  /**
   * What lies there cannot be told apart: how many events, nobody knows, so one is counted as lost.
   */
  private void giveUp(long lostBytes) {
    counters.resynchronised(lostBytes);
    losses.lost(LossSink.UNKNOWN_TYPE, LossStage.DECODE, 1);
  }

  /** The positions themselves make no sense: goes on from the producer's. */
  private int resynchronise(int index, long end, long lostBytes) {
    if (positions[index] == end) {
      return 0;
    }
    giveUp(lostBytes);
    positions[index] = end;
    Memory.setLongRelease(rings[index].consumer(), end);
    return MOVED;
  }
}
