package io.observoor.probes.process;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.List;

/** Parses the fields of one file of {@code /proc/PID} without allocating. Immutable. */
final class LineParser {
  /** A limit that does not exist; parsed as the largest number. */
  private static final byte[] UNLIMITED = "unlimited".getBytes(US_ASCII);

  private final byte[][] keys;
  private final int[] slots;
  private final int[] positions;
  private final long[] factors;

  /** Creates a parser for those of the fields that are in this file. */
  LineParser(ProcFile file, List<ProcField> fields) {
    List<ProcField> own = fields.stream().filter(field -> field.file() == file).toList();
    int size = own.size();
    keys = new byte[size][];
    slots = new int[size];
    positions = new int[size];
    factors = new long[size];
    for (int i = 0; i < size; i++) {
      ProcField field = own.get(i);
      keys[i] = field.key().getBytes(US_ASCII);
      slots[i] = fields.indexOf(field);
      positions[i] = field.position();
      factors[i] = field.factor();
    }
  }

  /** Parses the first {@code length} bytes and adds the numbers to a reading. */
  void parse(byte[] text, int length, ProcReading reading) {
    int start = 0;
    while (start < length) {
      int end = start;
      while (end < length && text[end] != '\n') {
        end++;
      }
      for (int i = 0; i < keys.length; i++) {
        if (startsWith(text, start, end, keys[i])) {
          parseNumber(text, start + keys[i].length, end, i, reading);
        }
      }
      start = end + 1;
    }
  }

  private void parseNumber(byte[] text, int start, int end, int field, ProcReading reading) {
    int position = skipBlanks(text, start, end);
    for (int i = 0; i < positions[field]; i++) {
      while (position < end && !isBlank(text[position])) {
        position++;
      }
      position = skipBlanks(text, position, end);
    }
    if (startsWith(text, position, end, UNLIMITED)) {
      reading.add(slots[field], -1);
      return;
    }
    int first = position;
    long value = 0;
    while (position < end && text[position] >= '0' && text[position] <= '9') {
      value = value * 10 + text[position] - '0';
      position++;
    }
    if (position > first) {
      reading.add(slots[field], value * factors[field]);
    }
  }

  private static int skipBlanks(byte[] text, int start, int end) {
    int position = start;
    while (position < end && isBlank(text[position])) {
      position++;
    }
    return position;
  }

  private static boolean isBlank(byte character) {
    return character == ' ' || character == '\t';
  }

  private static boolean startsWith(byte[] text, int start, int end, byte[] key) {
    if (end - start < key.length) {
      return false;
    }
    for (int i = 0; i < key.length; i++) {
      if (text[start + i] != key[i]) {
        return false;
      }
    }
    return true;
  }
}
