package io.observoor.sinks.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/**
 * Encodes JSON as UTF-8 into a growing array. Allocates only to grow, and for floats with a
 * fraction. Not thread-safe.
 */
final class JsonBuffer {
  private static final byte[] HEX = "0123456789abcdef".getBytes(US_ASCII);
  private static final long MILLIS_OF_DAY = 86_400_000L;

  /** Integral floats below this magnitude are written as integers. */
  private static final float MAX_INTEGRAL = 0x1p62f;

  private byte[] bytes;
  private int length;

  JsonBuffer(int capacity) {
    bytes = new byte[capacity];
  }

  /** The array; valid up to {@link #length()}. */
  byte[] array() {
    return bytes;
  }

  int length() {
    return length;
  }

  private void ensureCapacity(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length + (bytes.length >> 1)));
    }
  }

  /** Appends an ASCII character unescaped. */
  JsonBuffer put(char ascii) {
    ensureCapacity(1);
    bytes[length++] = (byte) ascii;
    return this;
  }

  /** Appends the bytes [start, end) unescaped. */
  JsonBuffer put(byte[] from, int start, int end) {
    ensureCapacity(end - start);
    System.arraycopy(from, start, bytes, length, end - start);
    length += end - start;
    return this;
  }

  private void ascii(String text) {
    ensureCapacity(text.length());
    for (int i = 0; i < text.length(); i++) {
      bytes[length++] = (byte) text.charAt(i);
    }
  }

  /** Appends a member's name and, unless it is the object's first, a comma before it. */
  JsonBuffer name(String name) {
    if (bytes[length - 1] != '{') {
      put(',');
    }
    return text(name).put(':');
  }

  /** Appends a signed integer. */
  JsonBuffer number(long value) {
    if (value < 0) {
      put('-');
      // Correct for Long.MIN_VALUE too: its negation is its unsigned magnitude.
      return unsigned(-value);
    }
    return unsigned(value);
  }

  /** Appends an unsigned integer. */
  JsonBuffer unsigned(long value) {
    ensureCapacity(20);
    int end = length + digits(value);
    int position = end;
    long left = value;
    do {
      long tenth = Long.divideUnsigned(left, 10);
      bytes[--position] = (byte) ('0' + (left - tenth * 10));
      left = tenth;
    } while (left != 0);
    length = end;
    return this;
  }

  private static int digits(long value) {
    int digits = 1;
    for (long left = Long.divideUnsigned(value, 10); left != 0; left /= 10) {
      digits++;
    }
    return digits;
  }

  /** Appends a float: an integral one without fraction, NaN and infinities as null. */
  JsonBuffer real(float value) {
    if (value == Math.rint(value) && Math.abs(value) < MAX_INTEGRAL) {
      return number((long) value);
    }
    ascii(Float.isFinite(value) ? Float.toString(value) : "null");
    return this;
  }

  /** Appends true or false. */
  JsonBuffer flag(boolean value) {
    ascii(value ? "true" : "false");
    return this;
  }

  /** Appends {@code "2026-03-04 12:00:00.000"} in UTC, ClickHouse's default format. */
  JsonBuffer time(long millis) {
    long day = Math.floorDiv(millis, MILLIS_OF_DAY);
    int ofDay = (int) (millis - day * MILLIS_OF_DAY);
    put('"');
    date(day);
    put(' ').twoDigits(ofDay / 3_600_000).put(':').twoDigits(ofDay / 60_000 % 60).put(':');
    int ofSecond = ofDay % 1_000;
    return twoDigits(ofDay / 1_000 % 60)
        .put('.')
        .put((char) ('0' + ofSecond / 100))
        .twoDigits(ofSecond % 100)
        .put('"');
  }

  /** Appends days since 1970 as a date. Years begin in March, so that the leap day is the last. */
  private void date(long day) {
    long shifted = day + 719_468;
    long era = Math.floorDiv(shifted, 146_097);
    long ofEra = shifted - era * 146_097;
    long yearOfEra = (ofEra - ofEra / 1_460 + ofEra / 36_524 - ofEra / 146_096) / 365;
    int ofYear = (int) (ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100));
    int month = (5 * ofYear + 2) / 153;
    int year = (int) (yearOfEra + era * 400) + (month >= 10 ? 1 : 0);
    twoDigits(year / 100)
        .twoDigits(year % 100)
        .put('-')
        .twoDigits(month < 10 ? month + 3 : month - 9);
    put('-').twoDigits(ofYear - (153 * month + 2) / 5 + 1);
  }

  private JsonBuffer twoDigits(int value) {
    return put((char) ('0' + value / 10)).put((char) ('0' + value % 10));
  }

  /** Appends an escaped string; replaces unpaired surrogates with U+FFFD. */
  JsonBuffer text(String text) {
    put('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        escaped(c);
      } else if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        utf8(Character.toCodePoint(c, text.charAt(++i)));
      } else {
        utf8(Character.isSurrogate(c) ? 0xFFFD : c);
      }
    }
    return put('"');
  }

  private void escaped(char c) {
    if (c == '"' || c == '\\') {
      put('\\').put(c);
    } else if (c >= 0x20) {
      put(c);
    } else {
      put('\\').put('u').put('0').put('0');
      put((char) HEX[c >> 4]).put((char) HEX[c & 0xF]);
    }
  }

  private void utf8(int codePoint) {
    ensureCapacity(4);
    if (codePoint < 0x800) {
      bytes[length++] = (byte) (0xC0 | (codePoint >> 6));
    } else {
      if (codePoint < 0x10000) {
        bytes[length++] = (byte) (0xE0 | (codePoint >> 12));
      } else {
        bytes[length++] = (byte) (0xF0 | (codePoint >> 18));
        bytes[length++] = (byte) (0x80 | ((codePoint >> 12) & 0x3F));
      }
      bytes[length++] = (byte) (0x80 | ((codePoint >> 6) & 0x3F));
    }
    bytes[length++] = (byte) (0x80 | (codePoint & 0x3F));
  }
}
