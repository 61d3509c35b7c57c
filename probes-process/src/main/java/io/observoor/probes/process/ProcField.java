package io.observoor.probes.process;

import io.observoor.api.batch.Column;
import io.observoor.api.batch.ColumnType;

/**
 * A column and the position of its number.
 *
 * @param column the column of the table
 * @param file the file with the number
 * @param key the beginning of the number's line; empty if the file has one number only
 * @param position index of the number in its line
 * @param factor converts the number to the column's unit
 */
record ProcField(Column column, ProcFile file, String key, int position, long factor) {
  private static final long KIBIBYTE = 1024;

  static ProcField of(String column, ColumnType type, ProcFile file, String key) {
    return new ProcField(Column.value(column, type), file, key, 0, 1);
  }

  /** Returns the field with the second number of the line. */
  ProcField second() {
    return new ProcField(column, file, key, 1, factor);
  }

  /** Returns the field with a number in units of 1,024 bytes, which the kernel calls kB. */
  ProcField kibibytes() {
    return new ProcField(column, file, key, position, KIBIBYTE);
  }
}
