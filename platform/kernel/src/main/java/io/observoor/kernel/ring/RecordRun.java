package io.observoor.kernel.ring;

/**
 * The innermost loop: copies records of one length that follow each other. Small and static on
 * purpose: the compiler keeps all of it in registers, which is half the time of a loop that also
 * knows what to do about the others.
 */
final class RecordRun {
  private static final int SHAPE = RecordLayout.RING_HEADER_BYTES + RecordLayout.EVENT_TYPE;

  private RecordRun() {}

  /**
   * Copies records until one is not submitted, has another length or is not what its type declares,
   * or until the room or the limit is reached. The length is tested first, so that the next address
   * waits for no load.
   *
   * @param ring address of the ring buffer's data
   * @param mask its size minus one
   * @param last where the last record may begin, at most
   * @param length the records' length word
   * @param lengths by type, what its records' lengths are
   * @param read by type, how many were read: added to
   * @param words copied to, from {@code at} on
   * @return how many were copied
   */
  static int copy(
      long ring,
      long mask,
      long position,
      long last,
      int length,
      int[] lengths,
      long[] read,
      long[] words,
      int at) {
    // the same method with constants: inlined, its loop over the words falls away, which is most of
    // the time
    return switch (length) {
      case 24 -> run(ring, mask, position, last, 24, lengths, read, words, at);
      case 32 -> run(ring, mask, position, last, 32, lengths, read, words, at);
      case 40 -> run(ring, mask, position, last, 40, lengths, read, words, at);
      case 48 -> run(ring, mask, position, last, 48, lengths, read, words, at);
      case 56 -> run(ring, mask, position, last, 56, lengths, read, words, at);
      default -> run(ring, mask, position, last, length, lengths, read, words, at);
    };
  }

  private static int run(
      long ring,
      long mask,
      long position,
      long last,
      int length,
      int[] lengths,
      long[] read,
      long[] words,
      int at) {
    int count = length >>> 3;
    int fields = count - RecordLayout.EVENT_HEADER_WORDS;
    int lastAt = words.length - count;
    long stride = RecordLayout.stride(length);
    int copied = 0;
    while (position <= last && at <= lastAt) {
      long record = ring + (position & mask);
      if (Memory.getIntAcquire(record) != length) {
        break;
      }
      long shape = Memory.getLong(record + SHAPE);
      int type = (int) shape & 0xffff;
      if (type >= lengths.length
          || lengths[type] != length
          || ((int) (shape >>> 24) & 0xff) != fields) {
        break;
      }
      long source = record + RecordLayout.RING_HEADER_BYTES;
      for (int word = 0; word < count; word++) {
        words[at + word] = Memory.getLong(source + 8L * word);
      }
      read[type]++;
      at += count;
      position += stride;
      copied++;
    }
    return copied;
  }
}
