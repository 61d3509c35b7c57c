package io.observoor.delivery.spool;

/** Keeps one file small. The spool's lock guards it. */
final class Compaction {
  /** Free space within the file that is not worth moving anything. */
  private static final long TOLERATED_WASTE = 4 << 20;

  private static final int MAXIMUM_MILLIS = 100;

  private long wasteLeft;

  /**
   * Again only when it is worth more than what the last attempt left: a file may resist for a
   * while.
   */
  void run(SpoolFile file, long usedBytes) {
    long waste = file.length() - 2 * usedBytes;
    if (waste > TOLERATED_WASTE && waste > wasteLeft + wasteLeft / 4) {
      file.compact(MAXIMUM_MILLIS);
      long left = file.length() - 2 * usedBytes;
      // an attempt that helped may help again
      wasteLeft = left < waste - waste / 8 ? 0 : left;
    }
  }
}
