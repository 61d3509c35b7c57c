package io.observoor.probes.process;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.List;

/** Takes the fields of one file out of its text; allocates nothing. Immutable. */
final class LineParser {
  /** What a limit that does not exist is written as; as a number it is the greatest one. */
  private static final byte[] UNLIMITED = "unlimited".getBytes(US_ASCII);

  private final byte[][] keys;
  private final int[] slots;
  private final int[] positions;
  private final long[] factors;

  /** A parser for those fields that stand in this file. */
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

  /** Adds what the first {@code length} bytes say to a reading. */
  void parse(byte[] text, int length, ProcReading reading) {
    int start = 0;
    while (start < length) {
      int end = start;
      while (end < length && text[end] != '\n') {
        end++;
      }
      for (int i = 0; i < keys.length; i++) {
        if (startsWith(text, start, end, keys[i])) {
          number(text, start + keys[i].length, end, i, reading);
        }
      }
      start = end + 1;
    }
  }

  private void number(byte[] text, int from, int end, int field, ProcReading reading) {
    int at = skipBlanks(text, from, end);
    for (int i = 0; i < positions[field]; i++) {
      while (at < end && !isBlank(text[at])) {
        at++;
      }
      at = skipBlanks(text, at, end);
    }
    if (startsWith(text, at, end, UNLIMITED)) {
      reading.add(slots[field], -1);
      return;
    }
    int first = at;
    long value = 0;
    while (at < end && text[at] >= '0' && text[at] <= '9') {
      value = value * 10 + text[at] - '0';
      at++;
    }
    if (at > first) {
      reading.add(slots[field], value * factors[field]);
    }
  }

  private static int skipBlanks(byte[] text, int from, int end) {
    int at = from;
    while (at < end && isBlank(text[at])) {
      at++;
    }
    return at;
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
