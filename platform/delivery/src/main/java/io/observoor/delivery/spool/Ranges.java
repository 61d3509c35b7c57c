package io.observoor.delivery.spool;

import java.util.NavigableSet;

/** Numbers for people. */
final class Ranges {
  private Ranges() {}

  /** Numbers that follow each other as one range: {@code 3, 7-9}. */
  static String of(NavigableSet<Long> numbers) {
    StringBuilder text = new StringBuilder();
    Long first = numbers.isEmpty() ? null : numbers.first();
    while (first != null) {
      long last = first;
      while (numbers.contains(last + 1)) {
        last++;
      }
      text.append(text.isEmpty() ? "" : ", ").append(first);
      if (last > first) {
        text.append('-').append(last);
      }
      first = numbers.higher(last);
    }
    return text.toString();
  }
}
