package io.observoor.kernel.host;

/**
 * How large each CPU's ring buffer is: the kernel takes powers of two that are multiples of a page.
 */
final class RingSize {
  private static final long PAGE = 4096;

  /**
   * Twice what two writers at full speed needed while the JIT had compiled nothing yet; every page
   * of it is our resident memory.
   */
  private static final long DEFAULT_OF_A_CPU = 4L << 20;

  private static final long DEFAULT_LIMIT = 64L << 20;

  private RingSize() {}

  /**
   * Bytes of one CPU's ring buffer.
   *
   * @param total what all CPUs get together; 0 for the default
   * @param cpus how many CPUs there are
   */
  static int ofEach(long total, int cpus) {
    long all = total > 0 ? total : Math.min(DEFAULT_LIMIT, DEFAULT_OF_A_CPU * cpus);
    long each = Math.max(PAGE, Long.highestOneBit(all / cpus));
    return Math.toIntExact(Math.min(each, 1L << 30));
  }
}
