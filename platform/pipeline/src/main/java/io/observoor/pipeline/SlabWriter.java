package io.observoor.pipeline;

import com.lmax.disruptor.RingBuffer;

/**
 * Writes records to the shared ring, as its single producer. For the reader thread alone; it must
 * have ended before another reader thread starts. No method blocks or allocates.
 *
 * <pre>{@code
 * if (!writer.reserve(words)) {
 *   return; // The ring is full: leave the record in the ring buffer and retry later.
 * }
 * copyRecord(writer.words(), writer.position());
 * writer.advance(words);
 * …
 * writer.publish(watermark); // At the end of a pass over all ring buffers.
 * }</pre>
 */
public final class SlabWriter {
  private final RingBuffer<Slab> ring;

  /** The claimed slab; null if none is claimed. */
  private Slab slab;

  private long[] words;
  private long sequence;
  private int position;

  /** The end of the claimed slab; negative without one, so that no record fits. */
  private int limit = -1;

  private long watermark;

  /**
   * Creates the only producer of a ring.
   *
   * @param ring a ring with a single producer
   */
  public SlabWriter(RingBuffer<Slab> ring) {
    this.ring = ring;
  }

  /**
   * Reserves space for a record; publishes the current slab if the record does not fit.
   *
   * @param count the longs of the record, 1 to {@link Slab#CAPACITY}
   * @return false if the ring is full: nothing is reserved, and the caller leaves the record in the
   *     ring buffer
   */
  public boolean reserve(int count) {
    return position + count <= limit || claimNext();
  }

  /** The current slab's words; valid after {@link #reserve} returned true. */
  public long[] words() {
    return words;
  }

  /** The position of the reserved record in {@link #words()}. */
  public int position() {
    return position;
  }

  /** Completes the reserved record. */
  public void advance(int count) {
    position += count;
  }

  /**
   * Publishes the written records and the watermark; does nothing if there are no new records and
   * the watermark has not advanced.
   *
   * @param watermarkNanos CLOCK_MONOTONIC ns: all committed records with earlier timestamps are
   *     written; 0 for no watermark
   * @return false if the ring was full and the watermark not published; the caller calls again
   */
  public boolean publish(long watermarkNanos) {
    boolean advanced = watermarkNanos > watermark;
    if (position == 0 && !advanced) {
      return true;
    }
    if (slab == null && !claim()) {
      return false;
    }
    if (advanced) {
      watermark = watermarkNanos;
    }
    publishSlab(advanced ? watermarkNanos : 0);
    return true;
  }

  private boolean claimNext() {
    if (slab != null) {
      publishSlab(0);
    }
    return claim();
  }

  private boolean claim() {
    if (!ring.hasAvailableCapacity(1)) {
      return false;
    }
    sequence = ring.next(); // Does not block: the only producer has checked the capacity.
    slab = ring.get(sequence);
    words = slab.words();
    limit = Slab.CAPACITY;
    return true;
  }

  private void publishSlab(long watermarkNanos) {
    slab.fill(position, watermarkNanos);
    slab = null;
    position = 0;
    limit = -1;
    ring.publish(sequence);
  }
}
