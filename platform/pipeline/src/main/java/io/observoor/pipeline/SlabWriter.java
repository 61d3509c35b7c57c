package io.observoor.pipeline;

import com.lmax.disruptor.RingBuffer;

/**
 * The single producer's entry to the shared ring. All methods are for the reader thread alone (when
 * a new reader thread takes over, the old one must have ended before); none blocks or allocates.
 *
 * <pre>{@code
 * if (!writer.reserve(words)) {
 *   return; // the ring is full: leave the record where it is and come back later
 * }
 * copyRecord(writer.words(), writer.position());
 * writer.advance(words);
 * …
 * writer.publish(watermark); // at the end of a pass over all ring buffers
 * }</pre>
 */
public final class SlabWriter {
  private final RingBuffer<Slab> ring;

  /** The slab that is being filled; null: none is claimed. */
  private Slab slab;

  private long[] words;
  private long sequence;
  private int position;

  /** Where the room of the claimed slab ends; negative without one, so that nothing fits. */
  private int limit = -1;

  private long watermark;

  /**
   * A writer to a ring with a single producer.
   *
   * @param ring nobody else may publish to it
   */
  public SlabWriter(RingBuffer<Slab> ring) {
    this.ring = ring;
  }

  /**
   * Makes room for a record in the current slab; a slab that has too little left is handed over.
   *
   * @param count longs that the record takes, 1 to {@link Slab#CAPACITY}
   * @return false when the ring is full: nothing is claimed, and the caller leaves the record where
   *     it is
   */
  public boolean reserve(int count) {
    return position + count <= limit || claimWithRoom();
  }

  /** The current slab's words; valid after {@link #reserve} said true. */
  public long[] words() {
    return words;
  }

  /** Where in {@link #words()} the reserved record begins. */
  public int position() {
    return position;
  }

  /** The reserved record has been written. */
  public void advance(int count) {
    position += count;
  }

  /**
   * Hands over what has been written. Without anything written since the last call, and with a
   * watermark that has not moved, nothing happens.
   *
   * @param watermarkNanos CLOCK_MONOTONIC ns: all that was stamped before it and committed has been
   *     written; 0 for no such promise
   * @return false when the ring was full and the watermark could not be handed over; nothing is
   *     lost, the next call does it
   */
  public boolean publish(long watermarkNanos) {
    boolean moved = watermarkNanos > watermark;
    if (position == 0 && !moved) {
      return true;
    }
    if (slab == null && !claim()) {
      return false;
    }
    if (moved) {
      watermark = watermarkNanos;
    }
    handOver(moved ? watermarkNanos : 0);
    return true;
  }

  private boolean claimWithRoom() {
    if (slab != null) {
      handOver(0);
    }
    return claim();
  }

  private boolean claim() {
    if (!ring.hasAvailableCapacity(1)) {
      return false;
    }
    sequence = ring.next(); // cannot wait: there is room, and nobody else takes it
    slab = ring.get(sequence);
    words = slab.words();
    limit = Slab.CAPACITY;
    return true;
  }

  private void handOver(long watermarkNanos) {
    slab.fill(position, watermarkNanos);
    slab = null;
    position = 0;
    limit = -1;
    ring.publish(sequence);
  }
}
