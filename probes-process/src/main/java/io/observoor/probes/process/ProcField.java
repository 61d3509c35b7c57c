package io.observoor.probes.process;

import io.observoor.api.batch.Column;
import io.observoor.api.batch.ColumnType;

/**
 * A column and where its number stands.
 *
 * @param column the column of the table
 * @param file the file with the number
 * @param key how the number's line begins; empty where a file has one number only
 * @param position how many numbers of that line come before it
 * @param factor what the number is multiplied with, to get the column's unit
 */
record ProcField(Column column, ProcFile file, String key, int position, long factor) {
  private static final long KIBIBYTE = 1024;

  static ProcField of(String column, ColumnType type, ProcFile file, String key) {
    return new ProcField(Column.value(column, type), file, key, 0, 1);
  }

  /** The number in front of this one in the same line is another field's. */
  ProcField second() {
    return new ProcField(column, file, key, 1, factor);
  }

  /** The kernel writes it in units of 1,024 bytes, which it calls kB. */
  ProcField kibibytes() {
    return new ProcField(column, file, key, position, KIBIBYTE);
  }
}
