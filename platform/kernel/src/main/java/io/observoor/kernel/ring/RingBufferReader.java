package io.observoor.kernel.ring;

import io.observoor.api.batch.LossStage;
import io.observoor.pipeline.EventTypes;
import io.observoor.pipeline.SlabWriter;
import java.util.List;

/**
 * Copies the records of ring buffers into slabs. Reader thread only, except for {@link
 * #counters()}.
 *
 * <p>Copies a record only if it matches its event's declaration; counts and skips any other by its
 * length, and drops the unread rest of the ring buffer after an invalid length. Records that do not
 * fit into the shared ring stay in the kernel's ring buffer.
 */
public final class RingBufferReader {
  /** A bit of {@link #pass()}: records were read or skipped. */
  public static final int MOVED = 1;

  /** A bit of {@link #pass()}: a ring buffer's next record is not submitted yet. */
  public static final int BUSY = 2;

  /** A bit of {@link #pass()}: the shared ring is full. */
  public static final int FULL = 4;

  /** Bytes read per update of the consumer position, whose cache line the programs read. */
  private static final int UPDATE_BYTES = 48 << 10;

  private final RingMemory[] rings;

  /** The consumer position of each ring buffer; never read back from the shared page. */
  private final long[] positions;

  private final SlabWriter writer;
  private final EventTypes types;
  private final LossSink losses;
  private final ReaderCounters counters = new ReaderCounters();
  private final long[] readByType = counters.readByType();

  /** The valid record length of each event type; 0: not known yet. It never changes. */
  private final int[] lengths = new int[RecordLayout.EVENT_TYPES];

  /** The ring buffer that the next pass reads first. */
  private int firstRing;

  /** Creates a reader that starts at the consumer positions of the ring buffers. */
  public RingBufferReader(
      List<RingMemory> rings, SlabWriter writer, EventTypes types, LossSink losses) {
    this.rings = rings.toArray(RingMemory[]::new);
    this.positions =
        rings.stream().mapToLong(ring -> Memory.getLongAcquire(ring.consumer())).toArray();
    this.writer = writer;
    this.types = types;
    this.losses = losses;
  }

  /** Counts of what has been read so far. */
  public ReaderCounters counters() {
    return counters;
  }

  /**
   * Reads every ring buffer up to its current producer position. The caller publishes.
   *
   * @return a set of {@link #MOVED}, {@link #BUSY} and {@link #FULL}; without the last two, every
   *     record that was submitted before the call has been read
   */
  public int pass() {
    int result = 0;
    for (int i = 0; i < rings.length; i++) {
      int ring = firstRing + i < rings.length ? firstRing + i : firstRing + i - rings.length;
      result |= read(ring);
      if ((result & FULL) != 0) {
        firstRing = ring; // the next pass continues here
        break;
      }
    }
    return result;
  }

  /** Whether a ring buffer has this many unread bytes. */
  boolean hasUnread(long bytes) {
    for (int i = 0; i < rings.length; i++) {
      if (Memory.getLongAcquire(rings[i].producer()) - positions[i] >= bytes) {
        return true;
      }
    }
    return false;
  }

  private int read(int index) {
    RingMemory ring = rings[index];
    long beginPosition = positions[index];
    long endPosition = Memory.getLongAcquire(ring.producer());
    if (beginPosition == endPosition) {
      return 0;
    }
    long unread = endPosition - beginPosition;
    if (unread < 0 || unread > ring.size() || (endPosition & 7) != 0) {
      return resynchronise(index, endPosition & -8L, ring.size());
    }

    long data = ring.data();
    long mask = ring.size() - 1L;
    long updateBytes = Math.min(UPDATE_BYTES, ring.size() / 4);
    long consumerPosition = beginPosition;
    long position = beginPosition;
    int result = MOVED;
    while (position != endPosition) {
      long address = data + (position & mask);
      int lengthWord = Memory.getIntAcquire(address);
      if (lengthWord < 0) {
        result |= BUSY;
        break;
      }
      int length = lengthWord & ~RecordLayout.RING_DISCARD;
      long stride = RecordLayout.stride(length);
      if (length == 0 || stride > endPosition - position) {
        // the position of the next record is unknown
        countDropped(endPosition - position);
        position = endPosition;
      } else if (lengthWord != length) {
        position += stride; // discarded by its program
      } else if (!plausible(length)) {
        countDecodeError(address, length);
        position += stride;
      } else if (writer.reserve(length >>> 3)) {
        long lastPosition = Math.min(endPosition - stride, consumerPosition + updateBytes);
        int copied =
            RecordCopier.copy(
                data,
                mask,
                position,
                lastPosition,
                length,
                lengths,
                readByType,
                writer.words(),
                writer.position());
        writer.advance(copied * (length >>> 3));
        position += copied * stride;
        if (copied == 0 && !learnLength(address, length)) {
          countDecodeError(address, length);
          position += stride;
        }
      } else {
        result |= FULL;
        break;
      }
      if (position - consumerPosition >= updateBytes) {
        Memory.setLongRelease(ring.consumer(), position);
        consumerPosition = position;
      }
    }
    if (position != consumerPosition) {
      Memory.setLongRelease(ring.consumer(), position);
    }
    positions[index] = position;
    return position == beginPosition ? result & ~MOVED : result;
  }

  /** Whether a record of an event can have this length. */
  private static boolean plausible(int length) {
    return length >= RecordLayout.EVENT_HEADER_BYTES
        && length <= RecordLayout.EVENT_HEADER_BYTES + RecordLayout.MAXIMUM_FIELDS * Long.BYTES
        && (length & 7) == 0;
  }

  /** Stores the length as the one of its event type if the record matches its declaration. */
  private boolean learnLength(long address, int length) {
    long typeWord = typeWord(address);
    int type = (int) typeWord & 0xffff;
    int fieldCount = (length - RecordLayout.EVENT_HEADER_BYTES) / Long.BYTES;
    if (type >= RecordLayout.EVENT_TYPES
        || ((int) (typeWord >>> 24) & 0xff) != fieldCount
        || types.fieldCount(type) != fieldCount) {
      return false;
    }
    lengths[type] = length;
    return true;
  }

  private static long typeWord(long address) {
    return Memory.getLong(
        address + RecordLayout.RING_HEADER_BYTES + RecordLayout.EVENT_TYPE_OFFSET);
  }

  /**
   * Counts a record that differs from its event's declaration, by event type if it has a valid one.
   */
  private void countDecodeError(long address, int length) {
    int type = LossSink.UNKNOWN_TYPE;
    if (length >= RecordLayout.EVENT_HEADER_BYTES) {
      int named = (int) typeWord(address) & 0xffff;
      if (named < RecordLayout.EVENT_TYPES && types.fieldCount(named) >= 0) {
        type = named;
      }
    }
    counters.decodeError();
    losses.lost(type, LossStage.DECODE, 1);
  }

  /** Counts dropped bytes as one lost event, because their number of events is unknown. */
  private void countDropped(long lostBytes) {
    counters.resynchronised(lostBytes);
    losses.lost(LossSink.UNKNOWN_TYPE, LossStage.DECODE, 1);
  }

  /** Continues at the producer's position after invalid positions. */
  private int resynchronise(int index, long endPosition, long lostBytes) {
    if (positions[index] == endPosition) {
      return 0;
    }
    countDropped(lostBytes);
    positions[index] = endPosition;
    Memory.setLongRelease(rings[index].consumer(), endPosition);
    return MOVED;
  }
}
