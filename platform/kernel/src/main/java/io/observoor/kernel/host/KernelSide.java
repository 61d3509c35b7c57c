package io.observoor.kernel.host;

/** Where programs can be loaded, or why they cannot. */
sealed interface KernelSide {

  /** Loads a probe's programs, or says why none can be. */
  void load(InstalledProbe probe);

  /**
   * The kernel takes BPF programs from us.
   *
   * @param maps the shared maps
   * @param architecture as {@code uname -m} names it
   * @param missedRuns where attached programs are watched
   */
  record Available(SharedMaps maps, String architecture, MissedRuns missedRuns)
      implements KernelSide {
    @Override
    public void load(InstalledProbe probe) {
      probe.load(this);
    }
  }

  /**
   * It does not.
   *
   * @param reason why, and what to do about it
   */
  record Unavailable(String reason) implements KernelSide {
    @Override
    public void load(InstalledProbe probe) {
      probe.fail(reason);
    }
  }
}
