package io.observoor.kernel;

import java.util.List;

/** Runs the probes of all bundles. Any thread. */
public interface ProbeHost {

  /**
   * What became of each event of each probe on this kernel, in the order of the probes' names and
   * their declarations.
   */
  List<EventStatus> events();

  /** Figures as of now. */
  KernelStatistics statistics();

  /**
   * Brings the kernel side to rest for a shutdown: detaches every program, reads what the ring
   * buffers still hold and hands it to the pipeline. Probes that appear afterwards are not loaded
   * any more.
   */
  void quiesce();
}
