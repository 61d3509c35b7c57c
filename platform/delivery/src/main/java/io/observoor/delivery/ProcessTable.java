package io.observoor.delivery;

import java.util.Map;

/** The processes that are being tracked: an OSGi service that whoever tracks them registers. */
@FunctionalInterface
public interface ProcessTable {

  /**
   * A copy or an immutable view of the processes as they are now: pid to {@link
   * io.observoor.api.batch.ClientType#id()}. Called by delivery's spool thread once a window.
   */
  Map<Integer, Integer> processes();
}
