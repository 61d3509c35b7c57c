package io.observoor.kernel;

import java.util.List;

/** Loads and attaches the probes of all bundles. Any thread. */
public interface ProbeHost {

  /** The state of each event, in the order of the probes' installation and their declarations. */
  List<EventStatus> events();

  /** The current statistics. */
  KernelStatistics statistics();

  /**
   * Prepares a shutdown: detaches the programs of all probes, and passes the unread records of the
   * ring buffers to the pipeline. Refuses probes that are registered later.
   */
  void quiesce();
}
