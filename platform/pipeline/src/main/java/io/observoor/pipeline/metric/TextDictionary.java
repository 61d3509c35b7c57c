package io.observoor.pipeline.metric;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The texts that the events of one dimension carried, each with a code from 1 on. A text is a
 * sequence of longs of eight bytes, the first byte lowest, ended by a zero byte or the last field.
 * A known text allocates nothing. The dictionary lives as long as its metric: codes stay what they
 * are.
 */
public final class TextDictionary {

  /** Texts that get a code of their own. */
  static final int MOST_TEXTS = 65_536;

  /** What all further texts read as. */
  static final String OTHER = "other";

  static final long OTHER_CODE = MOST_TEXTS + 1;

  private static final Logger LOG = LoggerFactory.getLogger(TextDictionary.class);
  private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;
  private static final long LOW_BITS = 0x0101_0101_0101_0101L;
  private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

  private final String dimension;
  private final int width;
  private final long[] scratch;

  /** Code by slot; 0: free. */
  private int[] codes = new int[64];

  /** The longs of the text of code c, from (c - 1) * width on. */
  private long[] texts;

  private String[] strings = new String[32];
  private int size;
  private long others;

  /**
   * An empty dictionary.
   *
   * @param dimension its name, for the log
   * @param width longs of its longest text
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

  /** How many lookups ended at {@link #OTHER} because the dictionary was full. */
  long others() {
    return others;
  }

  /**
   * The code of a text.
   *
   * @param words the record's words
   * @param at where its fields begin
   * @param fields which of them hold the text, in order
   */
  long code(long[] words, int at, int[] fields) {
    normalise(words, at, fields);
    int mask = codes.length - 1;
    int slot = hash(scratch, 0) & mask;
    for (int code = codes[slot]; code != 0; code = codes[slot]) {
      int from = (code - 1) * width;
      if (Arrays.equals(texts, from, from + width, scratch, 0, width)) {
        return code;
      }
      slot = (slot + 1) & mask;
    }
    return add(slot);
  }

  /** Copies the text and sets everything behind its end to zero. */
  private void normalise(long[] words, int at, int[] fields) {
    int word = 0;
    while (word < fields.length) {
      long eight = words[at + fields[word]];
      // the classic test for a zero byte: its lowest marked byte is right, which is the one needed
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

  private int hash(long[] from, int at) {
    long hash = 0;
    for (int i = 0; i < width; i++) {
      hash = (hash ^ (hash >>> 29) ^ from[at + i]) * SPREAD;
    }
    return (int) (hash >>> 32);
  }

  private long add(int slot) {
    if (size == MOST_TEXTS) {
      if (others++ == 0) {
        LOG.warn(
            "dimension {} had {} different texts: further ones read as '{}'",
            dimension,
            MOST_TEXTS,
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

  /** The text of a code; the empty one for 0, the code of a dimension that is switched off. */
  String text(long code) {
    if (code == 0) {
      return "";
    }
    return code > 0 && code <= size ? strings[(int) code - 1] : OTHER;
  }
}
