package io.observoor.kernel.host;

/**
 * How many runs two programs at one place can both have missed, of which the second does what the
 * first missed. The kernel counts for each alone, and what both miss they miss at one moment: so no
 * more than the lesser of the two numbers from one look to the next. The two are not read at one
 * moment, so that what is left over of one number is compared with the next one of the other as
 * well. Not thread-safe.
 */
final class MissedByBoth {
  private long leftOfFirst;
  private long leftOfSecond;

  /**
   * The most that both can have missed and that has not been told yet.
   *
   * @param first runs that the first program missed since the last call
   * @param second those that the second one missed
   */
  long atMost(long first, long second) {
    long both = Math.min(leftOfFirst + first, leftOfSecond + second);
    leftOfFirst = Math.min(first, leftOfFirst + first - both);
    leftOfSecond = Math.min(second, leftOfSecond + second - both);
    return both;
  }
}
