package io.observoor.kernel.ring;

/**
 * The innermost loop: copies consecutive records of one length. Small and static, so that the JIT
 * keeps all of it in registers; a loop that also handles other records takes twice the time.
 */
final class RecordCopier {
  private static final int TYPE_WORD_OFFSET =
      RecordLayout.RING_HEADER_BYTES + RecordLayout.EVENT_TYPE_OFFSET;

  private RecordCopier() {}

  /**
   * Copies records up to one that is not submitted, has another length or differs from its event's
   * declaration, or up to the end of {@code words} or the limit. Checks the length first, so that
   * the next address depends on no load.
   *
   * @param data address of the ring buffer's data
   * @param mask size of the data minus one
   * @param position of the first record
   * @param lastPosition the highest position at which a record to copy may begin
   * @param length the length word of the records
   * @param lengths the valid record length of each event type
   * @param read the number of records read of each event type; incremented
   * @param words the destination
   * @param offset index in {@code words} of the first word to write
   * @return the number of copied records
   */
  static int copy(
      long data,
      long mask,
      long position,
      long lastPosition,
      int length,
      int[] lengths,
      long[] read,
      long[] words,
      int offset) {
    // a constant length lets the JIT unroll the loop over the words, which takes most of the time
    return switch (length) {
      case 24 -> copyAll(data, mask, position, lastPosition, 24, lengths, read, words, offset);
      case 32 -> copyAll(data, mask, position, lastPosition, 32, lengths, read, words, offset);
      case 40 -> copyAll(data, mask, position, lastPosition, 40, lengths, read, words, offset);
      case 48 -> copyAll(data, mask, position, lastPosition, 48, lengths, read, words, offset);
      case 56 -> copyAll(data, mask, position, lastPosition, 56, lengths, read, words, offset);
      default -> copyAll(data, mask, position, lastPosition, length, lengths, read, words, offset);
    };
  }

  private static int copyAll(
      long data,
      long mask,
      long position,
      long lastPosition,
      int length,
      int[] lengths,
      long[] read,
      long[] words,
      int offset) {
    int wordCount = length >>> 3;
    int fieldCount = wordCount - RecordLayout.EVENT_HEADER_WORDS;
    int lastOffset = words.length - wordCount;
    long stride = RecordLayout.stride(length);
    int copied = 0;
    while (position <= lastPosition && offset <= lastOffset) {
      long address = data + (position & mask);
      if (Memory.getIntAcquire(address) != length) {
        break;
      }
      long typeWord = Memory.getLong(address + TYPE_WORD_OFFSET);
      int type = (int) typeWord & 0xffff;
      if (type >= lengths.length
          || lengths[type] != length
          || ((int) (typeWord >>> 24) & 0xff) != fieldCount) {
        break;
      }
      long source = address + RecordLayout.RING_HEADER_BYTES;
      for (int word = 0; word < wordCount; word++) {
        words[offset + word] = Memory.getLong(source + 8L * word);
      }
      read[type]++;
      offset += wordCount;
      position += stride;
      copied++;
    }
    return copied;
  }
}
