package io.observoor.sinks.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/**
 * Writes JSON as UTF-8 into an array that grows. Makes no garbage but for reals that are no whole
 * numbers. Not thread-safe.
 */
final class JsonBuffer {
  private static final byte[] HEX = "0123456789abcdef".getBytes(US_ASCII);
  private static final long MILLIS_OF_DAY = 86_400_000L;

  /** Whole numbers up to here are in a float exactly what they are in text. */
  private static final float WHOLE = 0x1p62f;

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

  private void room(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length + (bytes.length >> 1)));
    }
  }

  /** A character of ASCII that stands for itself. */
  JsonBuffer put(char ascii) {
    room(1);
    bytes[length++] = (byte) ascii;
    return this;
  }

  /** Some bytes as they are. */
  JsonBuffer put(byte[] from, int start, int end) {
    room(end - start);
    System.arraycopy(from, start, bytes, length, end - start);
    length += end - start;
    return this;
  }

  private void ascii(String text) {
    room(text.length());
    for (int i = 0; i < text.length(); i++) {
      bytes[length++] = (byte) text.charAt(i);
    }
  }

  /** A name of an object's member, with the comma before it unless it is the first. */
  JsonBuffer name(String name) {
    if (bytes[length - 1] != '{') {
      put(',');
    }
    return text(name).put(':');
  }

  /** A whole number. */
  JsonBuffer number(long value) {
    if (value < 0) {
      put('-');
      // also right for the smallest long, whose magnitude is itself when read without a sign
      return unsigned(-value);
    }
    return unsigned(value);
  }

  /** A whole number whose highest bit is part of it. */
  JsonBuffer unsigned(long value) {
    room(20);
    int end = length + digits(value);
    int at = end;
    long left = value;
    do {
      long tenth = Long.divideUnsigned(left, 10);
      bytes[--at] = (byte) ('0' + (left - tenth * 10));
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

  /** A real; whole numbers without a fraction, and null for what JSON has no number for. */
  JsonBuffer real(float value) {
    if (value == Math.rint(value) && Math.abs(value) < WHOLE) {
      return number((long) value);
    }
    ascii(Float.isFinite(value) ? Float.toString(value) : "null");
    return this;
  }

  /** True or false. */
  JsonBuffer flag(boolean value) {
    ascii(value ? "true" : "false");
    return this;
  }

  /** A point in time as {@code "2026-03-04 12:00:00.000"}, UTC: what ClickHouse reads by itself. */
  JsonBuffer time(long millis) {
    long day = Math.floorDiv(millis, MILLIS_OF_DAY);
    int ofDay = (int) (millis - day * MILLIS_OF_DAY);
    put('"');
    date(day);
    put(' ').two(ofDay / 3_600_000).put(':').two(ofDay / 60_000 % 60).put(':');
    int ofSecond = ofDay % 1_000;
    return two(ofDay / 1_000 % 60)
        .put('.')
        .put((char) ('0' + ofSecond / 100))
        .two(ofSecond % 100)
        .put('"');
  }

  /** Days since 1970 as a date; years begin in March, so that the odd day comes last. */
  private void date(long day) {
    long shifted = day + 719_468;
    long era = Math.floorDiv(shifted, 146_097);
    long ofEra = shifted - era * 146_097;
    long yearOfEra = (ofEra - ofEra / 1_460 + ofEra / 36_524 - ofEra / 146_096) / 365;
    int ofYear = (int) (ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100));
    int month = (5 * ofYear + 2) / 153;
    int year = (int) (yearOfEra + era * 400) + (month >= 10 ? 1 : 0);
    two(year / 100).two(year % 100).put('-').two(month < 10 ? month + 3 : month - 9);
    put('-').two(ofYear - (153 * month + 2) / 5 + 1);
  }

  private JsonBuffer two(int value) {
    return put((char) ('0' + value / 10)).put((char) ('0' + value % 10));
  }

  /** A text; half of a character outside of the basic plane becomes U+FFFD. */
  JsonBuffer text(String text) {
    put('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        basic(c);
      } else if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        wide(Character.toCodePoint(c, text.charAt(++i)));
      } else {
        wide(Character.isSurrogate(c) ? 0xFFFD : c);
      }
    }
    return put('"');
  }

  private void basic(char c) {
    if (c == '"' || c == '\\') {
      put('\\').put(c);
    } else if (c >= 0x20) {
      put(c);
    } else {
      put('\\').put('u').put('0').put('0');
      put((char) HEX[c >> 4]).put((char) HEX[c & 0xF]);
    }
  }

  private void wide(int codePoint) {
    room(4);
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
