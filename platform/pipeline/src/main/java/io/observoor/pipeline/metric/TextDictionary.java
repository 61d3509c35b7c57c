package io.observoor.pipeline.metric;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Assigns a code, from 1 on, to each text of a dimension. A text is a sequence of little-endian
 * longs, ended by a zero byte or the last field. A known text allocates nothing. Codes stay valid
 * as long as the metric lives.
 */
public final class TextDictionary {

  /** The maximum number of texts with a code of their own. */
  static final int MAX_TEXTS = 65_536;

  /** The text of all further ones. */
  static final String OTHER = "other";

  static final long OTHER_CODE = MAX_TEXTS + 1;

  private static final Logger LOG = LoggerFactory.getLogger("windows");
  private static final long HASH_MULTIPLIER = 0x9E37_79B9_7F4A_7C15L;
  private static final long LOW_BITS = 0x0101_0101_0101_0101L;
  private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

  private final String dimension;
  private final int width;
  private final long[] scratch;

  /** Codes by hash slot; 0 if free. */
  private int[] codes = new int[64];

  /** The longs of texts; those of code c start at (c - 1) * width. */
  private long[] texts;

  private String[] strings = new String[32];
  private int size;
  private long overflows;

  /**
   * An empty dictionary.
   *
   * @param dimension its name, for the log
   * @param width the maximum longs of a text
   */
  TextDictionary(String dimension, int width) {
    this.dimension = dimension;
    this.width = width;
    scratch = new long[width];
    texts = new long[strings.length * width];
  }

  int width() {
    return width;
  }

  /** The lookups that returned {@link #OTHER} because the dictionary was full. */
  long overflows() {
    return overflows;
  }

  /**
   * Returns the code of a text; adds a new one.
   *
   * @param record the record's position in {@code words}
   * @param offsets the offsets of the text's fields in the record, in order
   */
  long code(long[] words, int record, int[] offsets) {
    normalize(words, record, offsets);
    int mask = codes.length - 1;
    int slot = hash(scratch, 0) & mask;
    for (int code = codes[slot]; code != 0; code = codes[slot]) {
      int start = (code - 1) * width;
      if (Arrays.equals(texts, start, start + width, scratch, 0, width)) {
        return code;
      }
      slot = (slot + 1) & mask;
    }
    return add(slot);
  }

  /** Copies the text to the scratch array and zeroes all bytes after its end. */
  private void normalize(long[] words, int record, int[] offsets) {
    int word = 0;
    while (word < offsets.length) {
      long eight = words[record + offsets[word]];
      // The classic test for zero bytes; only its lowest marked byte is exact, which suffices.
      long zeros = (eight - LOW_BITS) & ~eight & HIGH_BITS;
      if (zeros != 0) {
        int bits = Long.numberOfTrailingZeros(zeros) & ~7;
        scratch[word++] = bits == 0 ? 0 : eight & (-1L >>> (Long.SIZE - bits));
        break;
      }
      scratch[word++] = eight;
    }
    Arrays.fill(scratch, word, width, 0);
  }

  private int hash(long[] longs, int start) {
    long hash = 0;
    for (int i = 0; i < width; i++) {
      hash = (hash ^ (hash >>> 29) ^ longs[start + i]) * HASH_MULTIPLIER;
    }
    return (int) (hash >>> 32);
  }

  private long add(int slot) {
    if (size == MAX_TEXTS) {
      if (overflows++ == 0) {
        LOG.warn(
            "dimension {} has more than {} distinct texts: stores further ones as '{}'",
            dimension,
            MAX_TEXTS,
            OTHER);
      }
      return OTHER_CODE;
    }
    if (size == strings.length) {
      strings = Arrays.copyOf(strings, size * 2);
      texts = Arrays.copyOf(texts, size * 2 * width);
    }
    System.arraycopy(scratch, 0, texts, size * width, width);
    strings[size] = decode();
    size++;
    codes[slot] = size;
    if (size * 2 > codes.length) {
      rehash();
    }
    return size;
  }

  private String decode() {
    byte[] bytes = new byte[width * Long.BYTES];
    int length = 0;
    for (int i = 0; i < bytes.length; i++) {
      byte next = (byte) (scratch[i / Long.BYTES] >>> (i % Long.BYTES * Byte.SIZE));
      if (next == 0) {
        break;
      }
      bytes[length++] = next;
    }
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  private void rehash() {
    codes = new int[codes.length * 2];
    int mask = codes.length - 1;
    for (int code = 1; code <= size; code++) {
      int slot = hash(texts, (code - 1) * width) & mask;
      while (codes[slot] != 0) {
        slot = (slot + 1) & mask;
      }
      codes[slot] = code;
    }
  }

  /** The text of a code; empty for 0, the code of a disabled dimension. */
  String text(long code) {
    if (code == 0) {
      return "";
    }
    return code > 0 && code <= size ? strings[(int) code - 1] : OTHER;
  }
}
